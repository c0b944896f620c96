package dev.streamlane.rest;

import dev.streamlane.removal.GroupLoss;

/**
 * A group that is gone, and what it had not finished. The jobs are still there.
 *
 * @param topic its topic
 * @param group its name
 * @param pending jobs that it had begun with
 * @param retrying of these, how many had used an attempt
 * @param backlog jobs that it had not finished, begun or not
 */
record GroupRemoved(String topic, String group, long pending, long retrying, long backlog) {
    static GroupRemoved of(GroupLoss loss) {
        return new GroupRemoved(
                loss.group().topic(), loss.group().group(), loss.pending(), loss.retrying(), loss.backlog());
    }
}
