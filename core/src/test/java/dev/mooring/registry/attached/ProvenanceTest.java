package dev.mooring.registry.attached;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.document.Documents;
import dev.mooring.registry.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProvenanceTest {
  private static final Digest IMAGE = new Digest("sha256:" + "1".repeat(64));

  private static Provenance of(String version, String predicate) {
    return Provenance.of(
            Signer.statement(
                IMAGE,
                "https://slsa.dev/provenance/v" + version,
                Documents.json(predicate, "test")))
        .orElseThrow();
  }

  @Test
  void whatBuildKitSaysOfACheckoutIsRead() {
    assertEquals(
        new Provenance(
            "0.2",
            "https://ci.example/1",
            "https://mobyproject.org/buildkit@v1",
            "https://git.example/app.git",
            "abc",
            2,
            "2026-03-01T10:00:00Z",
            "2026-03-01T10:01:00Z"),
        of(
            "0.2",
            """
            {"builder":{"id":"https://ci.example/1"},
             "buildType":"https://mobyproject.org/buildkit@v1",
             "materials":[{"uri":"pkg:docker/golang@1.26"},
                          {"uri":"https://git.example/other.git","digest":{"sha1":"def"}}],
             "metadata":{"buildStartedOn":"2026-03-01T10:00:00Z",
              "buildFinishedOn":"2026-03-01T10:01:00Z",
              "https://mobyproject.org/buildkit@v1#metadata":
               {"vcs":{"source":"https://git.example/app.git","revision":"abc"}}}}
            """));
  }

  @Test
  void whatABuildServiceSaysIsRead() {
    assertEquals(
        new Provenance(
            "1",
            "https://github.com/actions/runner/github-hosted",
            "https://actions.github.io/buildtypes/workflow/v1",
            "git+https://github.com/team/app@refs/heads/main",
            "abc",
            1,
            "2026-03-01T10:00:00Z",
            ""),
        of(
            "1",
            """
            {"buildDefinition":{
              "buildType":"https://actions.github.io/buildtypes/workflow/v1",
              "externalParameters":{"workflow":{"repository":"https://github.com/team/app"}},
              "resolvedDependencies":[{"uri":"git+https://github.com/team/app@refs/heads/main",
                                       "digest":{"gitCommit":"abc"}}]},
             "runDetails":{"builder":{"id":"https://github.com/actions/runner/github-hosted"},
              "metadata":{"startedOn":"2026-03-01T10:00:00Z"}}}
            """));
  }

  @Test
  void whatItWasConfiguredFromIsItsSource() {
    Provenance read =
        of(
            "1",
            """
            {"buildDefinition":{"externalParameters":{"configSource":
              {"uri":"https://git.example/app.git#main","digest":{"sha1":"abc"}}}}}
            """);
    assertEquals("https://git.example/app.git#main", read.source());
    assertEquals("abc", read.revision());
  }

  @Test
  void whatItDoesNotSayIsEmpty() {
    assertEquals(new Provenance("1", "", "", "", "", 0, "", ""), of("1", "[]"));
    assertEquals(new Provenance("0.2", "", "", "", "", 0, "", ""), of("0.2", "{}"));
  }

  @Test
  void otherStatementsAreNone() {
    assertEquals(
        Optional.empty(),
        Provenance.of(Signer.statement(IMAGE, "https://spdx.dev/Document", Map.of())));
    assertEquals(Optional.empty(), Provenance.of("nothing".getBytes(StandardCharsets.UTF_8)));
  }
}
