package dev.streamlane.consumer;

import dev.streamlane.permit.Permits;

/** A number of permits that stays the same. */
record FewPermits(int available, int portion) implements Permits {
    @Override
    public void onMore(Runnable listener) {}

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
}
