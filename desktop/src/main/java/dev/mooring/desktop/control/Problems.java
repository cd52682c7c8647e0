package dev.mooring.desktop.control;

import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Problems and findings as they cross the socket and as `--output json` prints them.
public final class Problems {
  private Problems() {}

  public static Map<String, Object> json(Problem problem) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("code", problem.code().id());
    json.put("what", problem.what());
    json.put("why", problem.why());
    json.put("whatToDo", problem.whatToDo());
    json.put("remedy", json(problem.remedy()));
    json.put("detail", problem.detail());
    return json;
  }

  public static Map<String, Object> json(Finding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", finding.id());
    json.put("level", finding.level().name().toLowerCase(Locale.ROOT));
    json.put("subject", finding.subject());
    json.put("finding", finding.sentence());
    json.put("whatToDo", finding.whatToDo());
    json.put("remedy", json(finding.remedy()));
    return json;
  }

  static Map<String, Object> json(Remedy remedy) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", remedy.getClass().getSimpleName().toLowerCase(Locale.ROOT));
    json.put("words", remedy.words());
    switch (remedy) {
      case Remedy.Advice ignored -> {}
      case Remedy.Command c -> json.put("command", c.command());
      case Remedy.Setting s -> {
        json.put("setting", s.key());
        json.put("value", s.value());
      }
      case Remedy.Grant g -> json.put("role", g.role());
      case Remedy.Wait w -> json.put("seconds", w.limit().toSeconds());
    }
    return json;
  }

  static Document write(Problem problem) {
    return Document.of(json(problem));
  }

  /// Also what an older Mooring says, which knows neither codes nor remedies.
  static Problem read(Document document) {
    Document remedy = document.at("remedy");
    return new Problem(
        Code.of(document.at("code").textOrEmpty()),
        document.at("what").textOrEmpty(),
        document.at("why").textOrEmpty(),
        remedy.isNothing()
            ? new Remedy.Advice(document.at("whatToDo").textOrEmpty())
            : remedy(remedy),
        document.at("detail").textOrEmpty());
  }

  private static Remedy remedy(Document document) {
    String words = document.at("words").textOrEmpty();
    return switch (document.at("kind").textOrEmpty()) {
      case "command" -> new Remedy.Command(words, document.at("command").textOrEmpty());
      case "setting" ->
          new Remedy.Setting(
              words, document.at("setting").textOrEmpty(), document.at("value").textOrEmpty());
      case "grant" -> new Remedy.Grant(words, document.at("role").textOrEmpty());
      case "wait" ->
          new Remedy.Wait(words, Duration.ofSeconds(document.at("seconds").integer().orElse(0L)));
      default -> new Remedy.Advice(words);
    };
  }
}
