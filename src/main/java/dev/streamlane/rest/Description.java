package dev.streamlane.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Completes the API's description when the application is built: who may make each call, its name for generated clients and
 * an example, all from {@code openapi/calls.json}, and what errors look like, which is the same for all.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class Description implements OASFilter {
    private static final String CALLS = "openapi/calls.json";
    private static final String TOO_MANY = "429";
    private static final String PROBLEM = "Problem";
    private static final List<String> SCHEMES = List.of("bearer", "header");

    @Override
    public void filterOpenAPI(OpenAPI api) {
        JsonNode calls = calls();
        if (api.getComponents() == null || api.getPaths() == null) {
            return;
        }
        api.getComponents().addSchema(PROBLEM, problem());
        addSchemes(api);
        api.getPaths().getPathItems().forEach((path, item) -> item.getOperations()
                .forEach((method, operation) -> {
                    JsonNode call = calls.path(method + " " + path);
                    // An application has calls of its own, which it describes itself.
                    if (!call.isMissingNode()) {
                        complete(operation, call);
                    }
                }));
    }

    private static void complete(Operation operation, JsonNode call) {
        operation.setOperationId(call.path("id").asText());
        operation.setSecurity(SCHEMES.stream()
                .map(scheme -> OASFactory.createSecurityRequirement()
                        .addScheme(scheme, call.path("role").asText()))
                .toList());
        if (operation.getRequestBody() != null) {
            example(operation.getRequestBody().getContent(), call.path("request"));
        }
        APIResponses responses = operation.getResponses();
        shareContent(responses);
        responses.getAPIResponses().forEach((status, response) -> {
            if (status.startsWith("2")) {
                example(response.getContent(), call.path("answer"));
            }
        });
        add(responses, ProblemType.INVALID_REQUEST, "Invalid: names what, and the limit");
        add(responses, ProblemType.UNAUTHORIZED, "No API key that is known, and no other credentials");
        add(
                responses,
                ProblemType.FORBIDDEN,
                "Not allowed: this needs the role " + call.path("role").asText());
        // In the order of their statuses.
        Map<String, APIResponse> sorted = new TreeMap<>(responses.getAPIResponses());
        sorted.forEach((status, response) -> {
            if (status.matches("[45]\\d\\d")) {
                response.setContent(problem(kind(status, call), response.getDescription()));
            }
            if (status.equals(TOO_MANY)) {
                response.addHeader("Retry-After", retryAfter());
            }
        });
        responses.setAPIResponses(sorted);
    }

    private static Header retryAfter() {
        return OASFactory.createHeader()
                .description("After how many seconds another try makes sense")
                .schema(OASFactory.createSchema()
                        .addType(Schema.SchemaType.INTEGER)
                        .minimum(BigDecimal.ONE));
    }

    private static void add(APIResponses responses, ProblemType kind, String description) {
        String status = String.valueOf(kind.status());
        APIResponse known = responses.getAPIResponse(status);
        // Where nobody has said what it means, Quarkus has, in two words.
        if (known == null || kind != ProblemType.INVALID_REQUEST || "Bad Request".equals(known.getDescription())) {
            responses.addAPIResponse(status, OASFactory.createAPIResponse().description(description));
        }
    }

    /** What is created is answered by the same as what was there. */
    private static void shareContent(APIResponses responses) {
        APIResponse ok = responses.getAPIResponse("200");
        APIResponse created = responses.getAPIResponse("201");
        if (ok != null && created != null && created.getContent() == null) {
            created.setContent(ok.getContent());
        }
    }

    private static void example(Content content, JsonNode example) {
        if (content != null && !example.isMissingNode()) {
            Object value = new ObjectMapper().convertValue(example, Object.class);
            content.getMediaTypes().values().forEach(type -> type.setExample(value));
        }
    }

    /** The kind that the call names for this status, else the first of it. */
    private static ProblemType kind(String status, JsonNode call) {
        JsonNode named = call.path("problems").path(status);
        return named.isMissingNode()
                ? Arrays.stream(ProblemType.values())
                        .filter(kind -> String.valueOf(kind.status()).equals(status))
                        .findFirst()
                        .orElseThrow()
                : ProblemType.valueOf(named.asText());
    }

    private static Content problem(ProblemType kind, String description) {
        Map<String, Object> example = Problem.of(kind, description).body();
        return OASFactory.createContent()
                .addMediaType(
                        Problem.MEDIA_TYPE,
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref(PROBLEM))
                                .example(example));
    }

    private static Schema problem() {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .description(
                        "What went wrong, as RFC 9457 words it; some kinds have more members, such as field and limit")
                .addProperty("type", text("The kind, by which programs tell problems apart"))
                .addProperty("title", text("The kind in words"))
                .addProperty("status", OASFactory.createSchema().addType(Schema.SchemaType.INTEGER))
                .addProperty("detail", text("What happened this time"))
                .required(List.of("type", "title", "status", "detail"));
    }

    private static Schema text(String description) {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
    }

    private static void addSchemes(OpenAPI api) {
        api.getComponents()
                .addSecurityScheme(
                        SCHEMES.get(0),
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("An API key, or a token of another mechanism"))
                .addSecurityScheme(
                        SCHEMES.get(1),
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.APIKEY)
                                .in(SecurityScheme.In.HEADER)
                                .name("X-API-Key")
                                .description("An API key"));
    }

    private static JsonNode calls() {
        try (InputStream file = Description.class.getClassLoader().getResourceAsStream(CALLS)) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
