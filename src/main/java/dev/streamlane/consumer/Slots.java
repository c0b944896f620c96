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

    /** Whether somebody has wanted more than there were since all had their turn. */
    boolean contended() {
        return contended;
    }

    /** All get their turn now, and say anew whether they want more than there are. */
    void shared() {
        contended = false;
    }

    void take(int count) {
        free -= count;
    }

    void give(int count) {
        free += count;
    }
}
