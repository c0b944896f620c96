package bench;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** How the benchmark tells this process what to do, and asks it what has become of it. Times are in nanoseconds. */
@Path("/bench")
public class BenchResource {
    private final Waves waves;
    private final Producer producer;

    BenchResource(Waves waves, Producer producer) {
        this.waves = waves;
        this.producer = producer;
    }

    /**
     * A wave that begins.
     *
     * @param open whether its jobs may end at once, and not only when the gate is opened
     */
    public record Beginning(int id, int jobs, boolean timed, boolean open) {}

    /** How a wave ended. */
    public record End(long repeated, long foreign) {}

    @POST
    @Path("wave")
    public void begin(Beginning beginning) {
        Wave wave = new Wave(beginning.id(), beginning.jobs(), beginning.timed());
        if (beginning.open()) {
            wave.open();
        }
        waves.begin(wave);
    }

    /** Opens the gate, and tells when. */
    @POST
    @Path("gate")
    public long open() {
        long now = System.nanoTime();
        waves.current().open();
        return now;
    }

    /** Answers when every job of the wave has started. */
    @GET
    @Path("wave")
    public Uni<End> end() {
        Wave wave = waves.current();
        return Uni.createFrom().completionStage(wave.complete()).map(done -> new End(wave.repeated(), wave.foreign()));
    }

    @GET
    @Path("delays")
    public long[] delays() {
        return waves.current().delays();
    }

    /** Answers when all jobs are enqueued, with the time it took. */
    @POST
    @Path("production")
    @Blocking
    public long produce(Production production) throws InterruptedException {
        return producer.produce(production);
    }

    /** The bytes that threads have allocated since the start; -1 where the platform does not tell. */
    @GET
    @Path("allocated")
    public long allocated() {
        return Allocation.bytes();
    }
}
