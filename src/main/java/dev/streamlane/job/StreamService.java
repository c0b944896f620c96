package dev.streamlane.job;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says which stream service a {@link StreamProcessor} bean serves. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface StreamService {
    /** The service's name; its Load Balancer Stream is {@code <name>-input}, its consumer group {@code <name>-group}. */
    String value();
}
