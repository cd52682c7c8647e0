package dev.mooring.stack.envoy;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageReferences;
import dev.mooring.registry.TagWrite;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The lines in which a proxy before the registry says who pushed or deleted a manifest. They hold
/// an account, a method, a path without its query, and the digest that the registry answered.
public final class PushLog {
  private static final String MARK = "mooring-push";
  private static final String KEY = "mooring.push.status";
  private static final int LONGEST_LINE = 4096;
  private static final Pattern PATH = Pattern.compile("/v2/([^?]{1,255})/manifests/([^/?]{1,140})");

  private PushLog() {}

  /// A line for each manifest that was stored or deleted.
  ///
  /// @param account Envoy's name for who asks
  public static Map<String, Object> access(String account) {
    return StdoutLog.of(
        MARK,
        StdoutLog.all(
            StdoutLog.any(method("PUT"), method("DELETE")),
            header("safe_regex", Map.of("regex", "/v2/.+/manifests/.+"), ":path"),
            StdoutLog.status("GE", 200, KEY),
            StdoutLog.status("LE", 299, KEY)),
        StdoutLog.request(MARK, account, "digest", "%RESP(DOCKER-CONTENT-DIGEST):80%"));
  }

  private static Map<String, Object> method(String name) {
    return header("exact", name, ":method");
  }

  private static Map<String, Object> header(String way, Object value, String name) {
    return Map.of(
        "header_filter",
        Map.of("header", Tree.of("name", name, "string_match", Map.of(way, value))));
  }

  /// What a line of a container's log says; nothing where it is another line, whoever wrote it.
  public static Optional<TagWrite> read(String line) {
    if (!line.startsWith("{") || line.length() > LONGEST_LINE || !line.contains(MARK)) {
      return Optional.empty();
    }
    try {
      Document read = Documents.json(line, MARK);
      Optional<String> account = ShadowLog.account(read.at("account").textOrEmpty());
      Matcher path = PATH.matcher(read.at("path").textOrEmpty());
      boolean deletes = read.at("method").textOrEmpty().equals("DELETE");
      Optional<Digest> digest = Digests.read(read.at("digest").textOrEmpty());
      if (!read.at("log").textOrEmpty().equals(MARK)
          || account.isEmpty()
          || !path.matches()
          || !ImageReferences.isRepository(path.group(1))
          || (!deletes && (digest.isEmpty() || !ImageReferences.isTag(path.group(2))))
          || (deletes
              && !ImageReferences.isTag(path.group(2))
              && Digests.read(path.group(2)).isEmpty())) {
        return Optional.empty();
      }
      return Optional.of(
          new TagWrite(
              Instant.parse(read.at("at").textOrEmpty()),
              account.get(),
              path.group(1),
              path.group(2),
              deletes ? Optional.empty() : digest));
    } catch (MooringException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
