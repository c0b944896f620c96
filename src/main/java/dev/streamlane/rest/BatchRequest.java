package dev.streamlane.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The form of a batch in a request, for the API's description. */
@Schema(name = "Batch")
record BatchRequest(@Schema(required = true) List<JobRequest> jobs) {}
