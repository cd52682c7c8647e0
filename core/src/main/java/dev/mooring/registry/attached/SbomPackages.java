package dev.mooring.registry.attached;

import dev.mooring.document.Document;
import dev.mooring.registry.Unreadable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Packages as the two formats name them.
final class SbomPackages {
  private static final Set<String> NOTHING = Set.of("", "NOASSERTION", "NONE");

  private SbomPackages() {}

  /// https://spdx.github.io/spdx-spec/v2.3/package-information/
  static List<SbomPackage> ofSpdx(Document document) {
    List<SbomPackage> packages = new ArrayList<>();
    for (Document each : document.at("packages").items()) {
      String purl =
          each.at("externalRefs").stream()
              .filter(ref -> ref.at("referenceType").textOrEmpty().equals("purl"))
              .map(ref -> ref.at("referenceLocator").textOrEmpty())
              .findFirst()
              .orElse("");
      String concluded = each.at("licenseConcluded").textOrEmpty();
      String declared = each.at("licenseDeclared").textOrEmpty();
      packages.add(
          made(
              each.at("name").textOrEmpty(),
              each.at("versionInfo").textOrEmpty(),
              each.at("primaryPackagePurpose").textOrEmpty().toLowerCase(Locale.ROOT),
              purl,
              NOTHING.contains(concluded)
                  ? NOTHING.contains(declared) ? "" : declared
                  : concluded));
    }
    return packages;
  }

  /// Components stand in components, as deep as they like.
  ///
  /// https://cyclonedx.org/docs/1.6/json/#components
  static List<SbomPackage> ofCycloneDx(Document document) {
    List<SbomPackage> packages = new ArrayList<>();
    Deque<Document> open = new ArrayDeque<>(document.at("components").items());
    while (!open.isEmpty()) {
      Document each = open.pop();
      List<Document> inner = each.at("components").items();
      for (int i = inner.size() - 1; i >= 0; i--) {
        open.push(inner.get(i));
      }
      String group = each.at("group").textOrEmpty();
      packages.add(
          made(
              (group.isEmpty() ? "" : group + "/") + each.at("name").textOrEmpty(),
              each.at("version").textOrEmpty(),
              each.at("type").textOrEmpty(),
              each.at("purl").textOrEmpty(),
              each.at("licenses").stream()
                  .map(SbomPackages::licence)
                  .filter(text -> !text.isEmpty())
                  .limit(20)
                  .collect(Collectors.joining(", "))));
    }
    return packages;
  }

  private static String licence(Document choice) {
    String expression = choice.at("expression").textOrEmpty();
    if (!expression.isEmpty()) {
      return expression;
    }
    String id = choice.at("license", "id").textOrEmpty();
    return id.isEmpty() ? choice.at("license", "name").textOrEmpty() : id;
  }

  private static SbomPackage made(
      String name, String version, String type, String purl, String licence) {
    return new SbomPackage(
        Unreadable.brief(name),
        Unreadable.brief(version),
        Unreadable.brief(SbomPackage.typeOf(purl, type)),
        Unreadable.brief(purl),
        Unreadable.brief(licence));
  }
}
