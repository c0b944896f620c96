package dev.streamlane.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.streamlane.producer.Violation;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * One of several errors in a request.
 *
 * @param index which job, from 0, if it is about one of a batch
 * @param field the field at fault
 * @param limit the limit that was passed, if it is about one
 * @param detail a sentence
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record FieldError(Integer index, String field, Object limit, String detail) {
    static FieldError of(Violation violation) {
        Integer index = violation.index() < 0 ? null : violation.index();
        return new FieldError(index, violation.field(), violation.limit(), violation.message());
    }
}
