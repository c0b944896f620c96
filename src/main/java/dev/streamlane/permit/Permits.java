package dev.streamlane.permit;

/** What this process may start of a group. Confined to the group's thread. */
public interface Permits {
    /** Of a group without limits. */
    Permits ANY = new Permits() {
        @Override
        public void onMore(Runnable listener) {}

        @Override
        public int available() {
            return Integer.MAX_VALUE;
        }

        @Override
        public int portion() {
            return Integer.MAX_VALUE;
        }

        @Override
        public void want(Object who, int count) {}

        @Override
        public long take(Object who, int count, long now) {
            return now + Long.MAX_VALUE;
        }

        @Override
        public void give(int count) {}

        @Override
        public void late() {}

        @Override
        public void idle() {}
    };

    /** Calls {@code listener} whenever there may be more. */
    void onMore(Runnable listener);

    /** How many jobs may start now. */
    int available();

    /** How many of them each of those who want some may start, so that one whose server hangs does not take all. */
    int portion();

    /** So many jobs of {@code who} are to start now, those included that may; what cannot is asked for. */
    void want(Object who, int count);

    /**
     * So many jobs of {@code who} start now.
     *
     * @return the monotonic instant before which they have to begin
     */
    long take(Object who, int count, long now);

    /** So many jobs run no more, or did not begin. */
    void give(int count);

    /** Jobs could not begin in time. */
    void late();

    /** Nothing is consumed any more: what is left is for others, before this process ends. */
    void idle();
}
