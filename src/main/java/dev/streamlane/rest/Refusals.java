package dev.streamlane.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The answers to what cannot be done, for the API's description. All of them are problem documents. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@APIResponse(responseCode = "400", description = "Invalid: names field and limit, or line and column")
@APIResponse(responseCode = "404", description = "No such topic")
@APIResponse(
        responseCode = "409",
        description = "The topic is being removed; afterwards there may be a new one of its name")
@APIResponse(responseCode = "413", description = "Body too large")
@APIResponse(responseCode = "415", description = "Wrong Content-Type")
@APIResponse(responseCode = "422", description = "The idempotency key was used for another job before")
@APIResponse(
        responseCode = "429",
        description =
                "Topic full, or too many unfinished or delayed jobs or idempotency keys: names the group or partition")
@APIResponse(
        responseCode = "503",
        description =
                "Redis does not answer, or has reached its memory limit; says that nothing was enqueued, or has an"
                        + " account if some jobs were or may have been")
@interface Refusals {}
