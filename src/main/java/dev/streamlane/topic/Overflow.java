package dev.streamlane.topic;

/** What happens to a job that finds its partition full of jobs which some group has not finished. */
public enum Overflow {
    /** The job is refused; nothing unfinished is ever removed. */
    REJECT,
    /** The oldest entries go, finished or not: {@code XADD … MAXLEN ~}, as redisaq documents it. Jobs can be lost. */
    TRIM
}
