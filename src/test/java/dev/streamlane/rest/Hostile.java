package dev.streamlane.rest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes up requests that nobody means well, the same ones for the same seed. */
final class Hostile {
    private static final List<String> FIELDS = List.of(
            "payload",
            "key",
            "partitionKey",
            "timeout",
            "headers",
            "jobs",
            "partitions",
            "maxLength",
            "maxBacklog",
            "overflow",
            "dataStreamName",
            "info",
            "to",
            "delay",
            "runAt",
            "cron",
            "topic",
            "group",
            "$ref",
            "__proto__",
            "",
            "\\ud800",
            "a.b",
            "\\u0000");

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1",
            "7",
            "-0",
            "0.1",
            "1e5",
            "1e999999",
            "-9223372036854775809",
            "18446744073709551616",
            "9".repeat(2000),
            "1." + "0".repeat(1500),
            "NaN",
            "Infinity",
            "01",
            "+1",
            "0x1",
            "\"\"",
            "\"text\"",
            "\"k\"",
            "\"beginning\"",
            "\"reject\"",
            "\"\\ud800\"",
            "\"\\udfff\\ud800\"",
            "\"\\u0000\"",
            "\"\u0000\"",
            "\"\t\"",
            "\"\\x\"",
            "\"" + "x".repeat(3000) + "\"",
            "\"<script>\"",
            "\"${jndi:ldap://x}\"",
            "\"PT-5S\"",
            "\"{}\"",
            "[]",
            "{}",
            "[[[[1]]]]",
            "'a'",
            "// no",
            "\u202e",
            "{\"a\":1,\"a\":2}");

    private static final List<String> NAMES = List.of(
            "fuzz-a",
            "fuzz-b",
            "%00",
            "%2e%2e",
            "%2e",
            "a%2Fb",
            "a%0d%0aX:1",
            "%F0%9F%98%80",
            "%ff",
            "%zz",
            "%",
            "%7Bx%7D",
            "n".repeat(129),
            "n".repeat(3000),
            "..;a",
            "a;b=c",
            "-",
            "*",
            "0",
            "99999999999999999999",
            "1-1",
            "a:b",
            "%20",
            "ä");

    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json",
            "application/json;charset=utf-16",
            "application/x-ndjson",
            "text/plain",
            "application/*",
            "*/*",
            "",
            "/",
            "application/json; =",
            "multipart/form-data; boundary=x",
            "a".repeat(2000),
            "application/json\tx",
            "application/x-www-form-urlencoded");

    private static final List<String> HEADERS = List.of(
            "Accept: text/html",
            "Accept: */*;q=2",
            "Accept: ,",
            "Accept-Encoding: gzip, \u0001",
            "Content-Encoding: gzip",
            "Expect: 100-continue",
            "Expect: miracles",
            "Authorization: Bearer",
            "Authorization: Bearer a b",
            "Authorization: Basic !!!",
            "Authorization: \u00ff",
            "X-API-Key:",
            "X-API-Key: " + "k".repeat(5000),
            "traceparent: 00-0-0-00",
            "traceparent: \u00e4",
            "tracestate: " + "=,".repeat(300),
            "baggage: %%%",
            "Origin: null",
            "Range: bytes=0-",
            "X-Forwarded-For: ;",
            "X-HTTP-Method-Override: DELETE",
            "Upgrade: websocket",
            "Cookie: a",
            "If-None-Match: *",
            "X-" + "a".repeat(2000) + ": 1",
            "No-Colon",
            ": no name",
            "Bad Name: 1",
            " folded: 1",
            "Content-Length: -1",
            "Content-Length: 1, 2",
            "Transfer-Encoding: gzip",
            "Transfer-Encoding: identity",
            "Host: a:b:c",
            "X-Nul: \u0000",
            "Idempotency-Key: " + "i".repeat(3000),
            "Idempotency-Key:",
            "X-Many: " + "a,".repeat(3000));

    private static final List<String> QUERIES = List.of(
            "limit=0",
            "limit=-1",
            "limit=99999999999",
            "limit=1&limit=2",
            "limit=%00",
            "limit",
            "=",
            "&&&",
            "after=x",
            "after=0-0",
            "cursor=%ff",
            "cursor=AAAA",
            "cursor=" + "c".repeat(2000),
            "confirm=x",
            "group=%2e%2e",
            "%zz=1",
            "a[]=1",
            "dryRun=maybe",
            "limit=1%zz",
            "from=-1",
            "error=" + "(a%2B)%2B".repeat(50));

    private final Random random;

    Hostile(long seed) {
        this.random = new Random(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    String name() {
        return one(NAMES);
    }

    String contentType() {
        return one(TYPES);
    }

    String query() {
        return IntStream.range(0, below(3)).mapToObj(i -> one(QUERIES)).collect(Collectors.joining("&"));
    }

    List<String> headers() {
        return IntStream.range(0, below(3)).mapToObj(i -> one(HEADERS)).toList();
    }

    /** What may be JSON, and may be UTF-8. */
    byte[] body() {
        return switch (below(12)) {
            case 0 -> new byte[0];
            case 1 -> bytes(("[".repeat(1 + below(20_000))));
            case 2 -> bytes("{\"payload\":".repeat(1 + below(3_000)) + "1");
            case 3 -> broken(bytes(object(2)));
            case 4 -> object(2).getBytes(StandardCharsets.UTF_16);
            case 5 -> bytes("\ufeff" + object(1));
            case 6 -> noise(below(300));
            default -> bytes(object(3));
        };
    }

    /** A job that is right, or one that is not. */
    String job() {
        return below(4) > 0 ? goodJob() : value(2);
    }

    String goodJob() {
        return "{\"payload\":{\"n\":" + below(100) + "},\"key\":\"" + below(10) + "\"}";
    }

    /** Lines that are jobs, or are not. */
    byte[] lines() {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (int i = below(40); i >= 0; i--) {
            byte[] line =
                    switch (below(30)) {
                        case 0 -> body();
                        case 1 -> noise(50);
                        case 2 -> bytes("{\"payload\":\"" + "x".repeat(below(1_100_000)) + "\"}");
                        case 3 -> new byte[0];
                        default -> bytes(goodJob());
                    };
            lines.writeBytes(line);
            lines.writeBytes(bytes(below(10) == 0 ? "\r\n" : "\n"));
        }
        return lines.toByteArray();
    }

    private String object(int depth) {
        List<String> fields = new ArrayList<>(FIELDS);
        Collections.shuffle(fields, random);
        String members = fields.subList(0, below(5)).stream()
                .map(field -> "\"" + field + "\":" + value(depth))
                .collect(Collectors.joining(below(15) == 0 ? ",," : ","));
        return "{" + members + (below(15) == 0 ? "" : "}");
    }

    private String value(int depth) {
        return switch (depth == 0 ? 0 : below(5)) {
            case 1 -> object(depth - 1);
            case 2 -> "[" + value(depth - 1) + "," + value(depth - 1) + "]";
            default -> one(VALUES);
        };
    }

    private byte[] broken(byte[] bytes) {
        for (int i = below(4); i >= 0; i--) {
            bytes[below(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
