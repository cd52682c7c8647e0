package dev.mooring.practice.api;

import dev.mooring.document.Document;
import java.util.List;
import java.util.Map;

/// A refusal, as the API server words it in a Status object.
public final class ApiFailure extends RuntimeException {
  private final int code;
  private final String reason;
  private final transient Map<String, Object> details;

  private ApiFailure(int code, String reason, String message, Map<String, Object> details) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  public static ApiFailure notFound(Resource resource, String name) {
    return of(404, "NotFound", resource, name, "%s not found".formatted(named(resource, name)));
  }

  static ApiFailure noSuchPath() {
    return of(404, "NotFound", "the server could not find the requested resource");
  }

  static ApiFailure exists(Resource resource, String name) {
    String message = "%s already exists".formatted(named(resource, name));
    return of(409, "AlreadyExists", resource, name, message);
  }

  static ApiFailure conflict(Resource resource, String name, String why) {
    String message =
        "Operation cannot be fulfilled on %s: %s".formatted(named(resource, name), why);
    return of(409, "Conflict", resource, name, message);
  }

  static ApiFailure applyConflict(String message, List<Map<String, Object>> causes) {
    return new ApiFailure(409, "Conflict", message, Map.of("causes", causes));
  }

  static ApiFailure invalid(Resource resource, String name, String field, String why) {
    String group = resource.group().isEmpty() ? "" : "." + resource.group();
    String message =
        "%s%s \"%s\" is invalid: %s: %s".formatted(resource.kind(), group, name, field, why);
    Map<String, Object> cause =
        Map.of("reason", "FieldValueInvalid", "message", why, "field", field);
    Map<String, Object> details =
        Map.of(
            "name", name,
            "group", resource.group(),
            "kind", resource.kind(),
            "causes", List.of(cause));
    return new ApiFailure(422, "Invalid", message, details);
  }

  static ApiFailure forbidden(Resource resource, String name, String why) {
    String what = name.isEmpty() ? resource.words() : named(resource, name);
    return of(403, "Forbidden", resource, name, what + " is forbidden: " + why);
  }

  static ApiFailure wrongMethod() {
    return of(
        405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
  }

  static ApiFailure wrongType(String accepted) {
    return of(
        415,
        "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: "
            + accepted);
  }

  private static String named(Resource resource, String name) {
    return "%s \"%s\"".formatted(resource.words(), name);
  }

  private static ApiFailure of(
      int code, String reason, Resource resource, String name, String message) {
    Map<String, Object> details =
        Map.of("name", name, "group", resource.group(), "kind", resource.plural());
    return new ApiFailure(code, reason, message, details);
  }

  static ApiFailure badRequest(String message) {
    return of(400, "BadRequest", message);
  }

  static ApiFailure unauthorized() {
    return of(401, "Unauthorized", "Unauthorized");
  }

  static ApiFailure expired(String message) {
    return of(410, "Expired", message);
  }

  static ApiFailure of(int code, String reason, String message) {
    return new ApiFailure(code, reason, message, Map.of());
  }

  public int code() {
    return code;
  }

  Document status() {
    Document status =
        Document.of(
            Map.of(
                "kind",
                "Status",
                "apiVersion",
                "v1",
                "metadata",
                Map.of(),
                "status",
                "Failure",
                "message",
                String.valueOf(getMessage()),
                "reason",
                reason,
                "code",
                code));
    return details.isEmpty() ? status : status.with(details, "details");
  }
}
