package dev.mooring.registry.attached;

import dev.mooring.document.Document;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Unreadable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where an image was built from what, as its builder says (SLSA 0.2 and 1). Texts are short and
/// cleaned; what it does not say is empty. Nothing of it is verified.
///
/// https://slsa.dev/spec/v1.0/provenance
///
/// @param version of the predicate: "0.2", "1"
/// @param builder who built it
/// @param source the repository of the sources
/// @param revision the commit of the sources
/// @param materials how many inputs it names
/// @param started as it is written, in UTC
/// @param finished likewise
public record Provenance(
    String version,
    String builder,
    String buildType,
    String source,
    String revision,
    int materials,
    String started,
    String finished) {
  private static final String PREDICATE = "slsa.dev/provenance/v";

  /// Reads one that was found.
  ///
  /// @return empty where it is none that is understood
  /// @throws dev.mooring.problem.MooringException where it is too large, cannot be read, or is not
  /// what its digest says
  public static Optional<Provenance> read(ImageSource source, Attached attached)
      throws InterruptedException {
    return attached.content().isPresent()
        ? of(AttachedContent.bytes(source, attached.content().get()))
        : Optional.empty();
  }

  static Optional<Provenance> of(byte[] bytes) {
    return AttachedContent.json(bytes).flatMap(AttachedContent::statement).flatMap(Provenance::of);
  }

  private static Optional<Provenance> of(Statement statement) {
    String type = statement.predicateType();
    int at = type.indexOf(PREDICATE);
    if (at < 0) {
      return Optional.empty();
    }
    String version = type.substring(at + PREDICATE.length());
    Document predicate = statement.predicate();
    return Optional.of(
        version.startsWith("0") ? old(version, predicate) : current(version, predicate));
  }

  private static Provenance old(String version, Document predicate) {
    Document metadata = predicate.at("metadata");
    return made(
        version,
        predicate.at("builder", "id"),
        predicate.at("buildType"),
        sources(
            predicate.at("invocation", "configSource"),
            metadata.at("https://mobyproject.org/buildkit@v1#metadata", "vcs"),
            predicate.at("materials")),
        predicate.at("materials"),
        metadata.at("buildStartedOn"),
        metadata.at("buildFinishedOn"));
  }

  private static Provenance current(String version, Document predicate) {
    Document definition = predicate.at("buildDefinition");
    Document details = predicate.at("runDetails");
    Document metadata = details.at("metadata");
    Document inputs = definition.at("resolvedDependencies");
    return made(
        version,
        details.at("builder", "id"),
        definition.at("buildType"),
        sources(
            definition.at("externalParameters", "configSource"),
            metadata.at("buildkit_metadata", "vcs"),
            inputs),
        inputs,
        metadata.at("startedOn"),
        metadata.at("finishedOn"));
  }

  private record Source(String repository, String revision) {}

  /// Who builds from a checkout says so by its version control; else it is what the build was
  /// configured from, else the first of its inputs that is a commit.
  private static Source sources(Document configured, Document checkout, Document inputs) {
    if (!checkout.at("source").textOrEmpty().isEmpty()) {
      return new Source(checkout.at("source").textOrEmpty(), checkout.at("revision").textOrEmpty());
    }
    return Stream.concat(Stream.of(configured), inputs.stream())
        .filter(each -> !each.at("uri").textOrEmpty().isEmpty() && !commit(each).isEmpty())
        .findFirst()
        .map(each -> new Source(each.at("uri").textOrEmpty(), commit(each)))
        .orElseGet(() -> new Source(configured.at("uri").textOrEmpty(), ""));
  }

  private static String commit(Document input) {
    return Stream.of("gitCommit", "sha1", "commit")
        .map(each -> input.at("digest", each).textOrEmpty())
        .filter(each -> !each.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static Provenance made(
      String version,
      Document builder,
      Document buildType,
      Source source,
      Document materials,
      Document started,
      Document finished) {
    List<Document> inputs = materials.items();
    return new Provenance(
        Unreadable.brief(version),
        Unreadable.brief(builder.textOrEmpty()),
        Unreadable.brief(buildType.textOrEmpty()),
        Unreadable.brief(source.repository()),
        Unreadable.brief(source.revision()),
        inputs.size(),
        Unreadable.brief(started.textOrEmpty()),
        Unreadable.brief(finished.textOrEmpty()));
  }
}
