package dev.streamlane.job;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the topic whose jobs a {@link JobProcessor}, {@link ReactiveJobProcessor} or {@link BatchJobProcessor} bean
 * processes. Two beans may share a topic only in different groups.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface JobTopic {
    /** The topic: 1 to 128 letters, digits, dots, underscores and hyphens. */
    String value();

    /** The consumer group, legal characters as for the topic; empty for {@code streamlane.group}. */
    String group() default "";
}
