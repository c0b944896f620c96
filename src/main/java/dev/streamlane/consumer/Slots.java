package dev.streamlane.consumer;

/** How many jobs of a group may run at a time in this process. Confined to the group's thread. */
final class Slots {
    private int free;
    private boolean contended;

    Slots(int max) {
        this.free = max;
    }

    int free() {
        return free;
    }

    /** Somebody wanted more than there are. */
    void contend() {
        contended = true;
    }

    /** Whether somebody has wanted more than there were since this was last asked. */
    boolean contended() {
        boolean was = contended;
        contended = false;
        return was;
    }

    void take(int count) {
        free -= count;
    }

    void give(int count) {
        free += count;
    }
}
