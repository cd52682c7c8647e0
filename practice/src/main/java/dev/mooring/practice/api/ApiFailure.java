package dev.mooring.practice.api;

import dev.mooring.document.Document;
import java.util.LinkedHashMap;
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
    return new ApiFailure(
        404,
        "NotFound",
        resource.words() + " \"" + name + "\" not found",
        Map.of("name", name, "group", resource.group(), "kind", resource.plural()));
  }

  static ApiFailure noSuchPath() {
    return new ApiFailure(
        404, "NotFound", "the server could not find the requested resource", Map.of());
  }

  static ApiFailure exists(Resource resource, String name) {
    return new ApiFailure(
        409,
        "AlreadyExists",
        resource.words() + " \"" + name + "\" already exists",
        Map.of("name", name, "group", resource.group(), "kind", resource.plural()));
  }

  static ApiFailure conflict(Resource resource, String name, String why) {
    return new ApiFailure(
        409,
        "Conflict",
        "Operation cannot be fulfilled on " + resource.words() + " \"" + name + "\": " + why,
        Map.of("name", name, "group", resource.group(), "kind", resource.plural()));
  }

  static ApiFailure applyConflict(String message, List<Map<String, Object>> causes) {
    return new ApiFailure(409, "Conflict", message, Map.of("causes", causes));
  }

  static ApiFailure invalid(Resource resource, String name, String field, String why) {
    return new ApiFailure(
        422,
        "Invalid",
        resource.kind()
            + (resource.group().isEmpty() ? "" : "." + resource.group())
            + " \""
            + name
            + "\" is invalid: "
            + field
            + ": "
            + why,
        Map.of(
            "name",
            name,
            "group",
            resource.group(),
            "kind",
            resource.kind(),
            "causes",
            List.of(Map.of("reason", "FieldValueInvalid", "message", why, "field", field))));
  }

  static ApiFailure forbidden(Resource resource, String name, String message) {
    return new ApiFailure(
        403,
        "Forbidden",
        resource.words()
            + (name.isEmpty() ? "" : " \"" + name + "\"")
            + " is forbidden: "
            + message,
        Map.of("name", name, "group", resource.group(), "kind", resource.plural()));
  }

  static ApiFailure badRequest(String message) {
    return new ApiFailure(400, "BadRequest", message, Map.of());
  }

  static ApiFailure unauthorized() {
    return new ApiFailure(401, "Unauthorized", "Unauthorized", Map.of());
  }

  static ApiFailure expired(String message) {
    return new ApiFailure(410, "Expired", message, Map.of());
  }

  static ApiFailure of(int code, String reason, String message) {
    return new ApiFailure(code, reason, message, Map.of());
  }

  public int code() {
    return code;
  }

  Document status() {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("kind", "Status");
    status.put("apiVersion", "v1");
    status.put("metadata", Map.of());
    status.put("status", "Failure");
    status.put("message", String.valueOf(getMessage()));
    status.put("reason", reason);
    if (!details.isEmpty()) {
      status.put("details", details);
    }
    status.put("code", code);
    return Document.of(status);
  }
}
