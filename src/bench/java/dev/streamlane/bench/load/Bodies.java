package dev.streamlane.bench.load;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Bodies of requests, made before they are needed, so that sending them costs as little as can be.
 *
 * @param wave the wave that the jobs make up
 * @param jobs how many
 * @param keys how many keys they have; 0 for none
 */
public record Bodies(int wave, int jobs, int keys) {
    /** One job in each. */
    public List<Buffer> singles() {
        return IntStream.range(0, jobs).mapToObj(n -> Buffer.buffer(job(n, 0))).toList();
    }

    /** So many jobs in each. */
    public List<Buffer> batches(int size) {
        List<Buffer> batches = new ArrayList<>();
        for (int from = 0; from < jobs; from += size) {
            batches.add(Buffer.buffer(IntStream.range(from, Math.min(from + size, jobs))
                    .mapToObj(n -> job(n, 0))
                    .collect(Collectors.joining(",", "{\"jobs\":[", "]}"))));
        }
        return batches;
    }

    /** All jobs, one a line. */
    public Buffer lines() {
        Buffer lines = Buffer.buffer();
        for (int n = 0; n < jobs; n++) {
            lines.appendString(job(n, 0)).appendString("\n");
        }
        return lines;
    }

    /** A job that was due at this time; see {@link Payload}. */
    public String job(int n, long at) {
        String payload = "{\"payload\":" + Payload.json(wave, n, at);
        return keys == 0 ? payload + "}" : payload + ",\"key\":\"key-" + n % keys + "\"}";
    }
}
