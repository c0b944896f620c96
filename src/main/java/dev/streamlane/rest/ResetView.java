package dev.streamlane.rest;

import dev.streamlane.group.GroupView;

/**
 * A reset of a group.
 *
 * @param number its number: a later one has a higher one
 * @param to where to, as it was asked for
 * @param done in how many partitions it is carried out
 * @param of in how many it is to be
 * @param by who does it: {@code members}, each for the partitions it has, or {@code next member}, as there is none now
 */
record ResetView(long number, String to, int done, int of, String by) {
    static ResetView of(GroupView group, GroupView.Reset reset) {
        return new ResetView(
                reset.number(),
                reset.to(),
                reset.done(),
                group.settings().partitions(),
                group.members().isEmpty() ? "next member" : "members");
    }
}
