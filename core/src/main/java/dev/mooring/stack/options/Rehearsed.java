package dev.mooring.stack.options;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.problem.MooringException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A change of one rule about who can push, tried on real pushes without refusing any.
///
/// @param name of the rule as [Writer#name]; a builder's as [Builder#atDoor] calls it
/// @param repositories that it would leave; none where the rule would go
/// @param since when it is tried
public record Rehearsed(String namespace, String name, List<String> repositories, Instant since) {
  /// Where the cluster keeps it, on the object that rehearses.
  public static final String ANNOTATION = "mooring.dev/rehearsal";

  public Rehearsed {
    repositories = List.copyOf(repositories);
  }

  public boolean removes() {
    return repositories.isEmpty();
  }

  public boolean isAbout(Writer rule) {
    return rule.namespace().equals(namespace) && rule.name().equals(name);
  }

  /// The rule as it would be; nothing where it would go.
  public Optional<Writer> change(Writer rule) {
    return removes()
        ? Optional.empty()
        : Optional.of(new Writer(rule.name(), rule.namespace(), rule.account(), repositories));
  }

  /// All rules as they would be.
  public List<Writer> in(List<Writer> rules) {
    return rules.stream()
        .flatMap(each -> isAbout(each) ? change(each).stream() : java.util.stream.Stream.of(each))
        .toList();
  }

  /// The builder whose rule it is; nothing for a writer's.
  public Optional<ServiceAccount> builder() {
    return Builder.of(new Writer(name, namespace, name, repositories))
        .map(each -> new ServiceAccount(namespace, name.substring(0, name.lastIndexOf('.'))));
  }

  /// As people name the rule: "build/ci".
  public String words() {
    return builder().map(ServiceAccount::toString).orElse(namespace + "/" + name);
  }

  /// The text of the annotation.
  public String text() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("namespace", namespace);
    map.put("name", name);
    map.put("repositories", repositories);
    map.put("since", since.toString());
    return Documents.json(Document.of(map));
  }

  /// Nothing where the annotation is missing or not Mooring's.
  public static Optional<Rehearsed> read(Map<String, String> annotations) {
    String text = annotations.getOrDefault(ANNOTATION, "");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      Document read = Documents.json(text, ANNOTATION);
      return Optional.of(
          new Rehearsed(
              read.at("namespace").textOrEmpty(),
              read.at("name").textOrEmpty(),
              read.at("repositories").texts(),
              Instant.parse(read.at("since").textOrEmpty())));
    } catch (MooringException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
