package bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What the threads of this process have allocated. */
final class Allocation {
    private Allocation() {}

    /** Bytes of all threads that live; -1 where the platform does not tell. */
    static long bytes() {
        if (!(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads)
                || !threads.isThreadAllocatedMemorySupported()) {
            return -1;
        }
        long total = 0;
        for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            total += Math.max(0, bytes);
        }
        return total;
    }
}
