package dev.streamlane.redis;

import dev.streamlane.job.StreamEntry;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reading many streams by one command, without a group, so that it changes nothing. */
final class XRead {
    private XRead() {}

    /**
     * What is there now.
     *
     * @param reads of different streams: the reply tells them apart by nothing else
     * @param count the most entries of each
     */
    static Request now(Collection<EntryRead> reads, int count) {
        Request request = Request.cmd(Command.XREAD).arg("COUNT").arg(count).arg("STREAMS");
        reads.forEach(read -> request.arg(read.stream()));
        reads.forEach(read -> request.arg(read.after()));
        return request;
    }

    /**
     * As {@link #now}, or else what comes first.
     *
     * @param bell a stream whose entries end the wait, too
     * @param rung the last of its entries that does not
     */
    static Request within(Duration block, Collection<EntryRead> reads, int count, String bell, String rung) {
        Request request = Request.cmd(Command.XREAD)
                .arg("COUNT")
                .arg(count)
                .arg("BLOCK")
                .arg(Math.max(1, block.toMillis()))
                .arg("STREAMS");
        reads.forEach(read -> request.arg(read.stream()));
        request.arg(bell);
        reads.forEach(read -> request.arg(read.after()));
        return request.arg(rung);
    }

    /** The entries by stream, of those that have any. */
    static Map<String, List<StreamEntry>> entries(Response reply) {
        if (reply == null) {
            return Map.of();
        }
        Map<String, List<StreamEntry>> entries = new HashMap<>();
        // A list of pairs in the older protocol, a map in the newer one, which is iterated over in pairs as well.
        reply.forEach(stream -> entries.put(stream.get(0).toString(), list(stream.get(1))));
        return entries;
    }

    private static List<StreamEntry> list(Response entries) {
        List<StreamEntry> list = new ArrayList<>(entries.size());
        for (Response entry : entries) {
            list.add(new StreamEntry(entry.get(0).toString(), fields(entry.get(1))));
        }
        return list;
    }

    private static Map<String, String> fields(Response pairs) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < pairs.size(); i += 2) {
            fields.put(pairs.get(i).toString(), pairs.get(i + 1).toString());
        }
        return Collections.unmodifiableMap(fields);
    }
}
