package bench;

import jakarta.enterprise.context.ApplicationScoped;

/** The wave that is processed now. */
@ApplicationScoped
public class Waves {
    private volatile Wave current = new Wave(0, 0, false);

    Wave current() {
        return current;
    }

    void begin(Wave next) {
        current.open();
        current = next;
    }
}
