package dev.mooring.stack.envoy;

import dev.mooring.document.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Repositories as the paths of the registry's API that belong to them.
final class RepositoryPaths {
  static final String WRITES = "POST|PUT|PATCH|DELETE";

  private static final String ROOT = "/v2/";
  private static final String UPLOADS = "/blobs/uploads/";
  private static final String TAGS = "/tags/list";

  /// What else belongs to one repository and to none that is called like a part of it: "ana/app"
  /// opens neither "ana/app/more" nor "ana/app/blobs/more".
  private static final List<String> WRITTEN = List.of(UPLOADS + "*", "/blobs/*", "/manifests/*");

  private static final List<String> READ =
      List.of(UPLOADS + "*", "/blobs/*", "/manifests/*", "/referrers/*");

  private RepositoryPaths() {}

  /// To push to them, or delete from them.
  ///
  /// @param repositories one, a prefix with a star after its last slash, or a star
  static Map<String, Object> writing(String repositories) {
    List<Object> all = new ArrayList<>();
    all.add(Walls.method(WRITES));
    if (repositories.endsWith("/*")) {
      String prefix = prefix(repositories);
      all.add(Walls.pathUnder(prefix));
      // The prefix alone would also match the repository that is called like it.
      all.add(Walls.not(Walls.pathUnder(prefix + "blobs/")));
      all.add(Walls.not(Walls.pathUnder(prefix + "manifests/")));
    } else {
      all.add(one(repositories, WRITTEN, List.of()));
    }
    return Walls.all(all);
  }

  /// To pull from them, and to list their tags.
  static Map<String, Object> reading(String repositories) {
    List<Object> all = new ArrayList<>();
    all.add(Walls.method(Walls.READS));
    if (repositories.endsWith("/*")) {
      String prefix = prefix(repositories);
      all.add(Walls.pathUnder(prefix));
      for (String each : List.of("blobs/", "manifests/", "referrers/", "tags/list")) {
        all.add(Walls.not(Walls.pathUnder(prefix + each)));
      }
    } else {
      all.add(one(repositories, READ, List.of(TAGS)));
    }
    return Walls.all(all);
  }

  /// To ask whether this is a registry, which is how a login is tried.
  static Map<String, Object> asking() {
    return Walls.all(
        List.of(
            Walls.method(Walls.READS),
            Walls.any(
                List.of(Walls.path(Map.of("exact", "/v2")), Walls.path(Map.of("exact", ROOT))))));
  }

  private static Map<String, Object> one(
      String repository, List<String> templates, List<String> exact) {
    if (repository.equals("*")) {
      return Walls.pathUnder(ROOT);
    }
    String path = ROOT + repository;
    List<Object> any = new ArrayList<>();
    any.add(Walls.path(Map.of("exact", path + UPLOADS)));
    templates.forEach(each -> any.add(Walls.pathLike(path + each)));
    exact.forEach(each -> any.add(Walls.path(Map.of("exact", path + each))));
    return Walls.any(any);
  }

  private static String prefix(String repositories) {
    return ROOT + repositories.substring(0, repositories.length() - 1);
  }

  static boolean writes(Document permission) {
    return permission.at("and_rules", "rules").stream()
        .anyMatch(
            each ->
                each.at("header", "string_match", "safe_regex", "regex")
                    .textOrEmpty()
                    .equals(WRITES));
  }

  /// The repositories of such a permission; nothing for any other.
  static Optional<String> of(Document permission) {
    for (Document each : permission.at("and_rules", "rules").items()) {
      String prefix = each.at("url_path", "path", "prefix").textOrEmpty();
      if (prefix.startsWith(ROOT)) {
        return Optional.of(prefix.substring(ROOT.length()) + "*");
      }
      for (Document one : each.at("or_rules", "rules").items()) {
        String exact = one.at("url_path", "path", "exact").textOrEmpty();
        if (exact.startsWith(ROOT) && exact.endsWith(UPLOADS)) {
          return Optional.of(exact.substring(ROOT.length(), exact.length() - UPLOADS.length()));
        }
      }
    }
    return Optional.empty();
  }
}
