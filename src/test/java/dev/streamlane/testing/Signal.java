package dev.streamlane.testing;

import java.io.IOException;
import java.io.UncheckedIOException;

/** What a process is sent that Java has no call for. */
public enum Signal {
    STOP,
    CONT;

    /** Sends it, by the shell's own {@code kill}: not every machine has a program of that name. */
    public void send(long pid) {
        try {
            int status = new ProcessBuilder("sh", "-c", "kill -\"$1\" \"$2\"", "sh", name(), String.valueOf(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException(name() + " did not reach process " + pid + ": " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
