package dev.mooring.practice.api;

import dev.mooring.document.Document;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What names and labels may look like.
final class Names {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern SEGMENT = Pattern.compile("[^/%]+");
  private static final Pattern VALUE =
      Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?");
  private static final Pattern KEY =
      Pattern.compile("([a-z0-9.-]{1,253}/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
  private static final Set<String> SHORT = Set.of("namespaces", "services");

  private Names() {}

  static void check(Resource resource, Document object) {
    String name = Meta.name(object);
    if (name.isEmpty()) {
      throw ApiFailure.invalid(
          resource, "", "metadata.name", "Required value: name or generateName is required");
    }
    boolean brief = SHORT.contains(resource.plural());
    Pattern form = resource.group().startsWith("rbac.") ? SEGMENT : brief ? LABEL : SUBDOMAIN;
    if (name.length() > (brief ? 63 : 253) || !form.matcher(name).matches()) {
      throw ApiFailure.invalid(
          resource,
          name,
          "metadata.name",
          ("Invalid value: \"%s\": a lowercase RFC 1123 %s must consist of lower case alphanumeric"
                  + " characters%s, and must start and end with an alphanumeric character")
              .formatted(name, brief ? "label" : "subdomain", brief ? " or '-'" : ", '-' or '.'"));
    }
    checkLabels(resource, name, "metadata.labels", Meta.labels(object));
    for (String key : object.at("metadata", "annotations").entries().keySet()) {
      checkKey(resource, name, "metadata.annotations", key);
    }
  }

  private static void checkLabels(
      Resource resource, String name, String field, Map<String, String> labels) {
    labels.forEach(
        (key, value) -> {
          checkKey(resource, name, field, key);
          if (value.length() > 63 || !VALUE.matcher(value).matches()) {
            throw ApiFailure.invalid(
                resource,
                name,
                field,
                ("Invalid value: \"%s\": a valid label must be an empty string or consist of"
                        + " alphanumeric characters, '-', '_' or '.', and must start and end with"
                        + " an alphanumeric character, no more than 63 of them")
                    .formatted(value));
          }
        });
  }

  private static void checkKey(Resource resource, String name, String field, String key) {
    if (!KEY.matcher(key).matches()) {
      throw ApiFailure.invalid(
          resource, name, field, "Invalid value: \"" + key + "\": name part must be a valid key");
    }
  }
}
