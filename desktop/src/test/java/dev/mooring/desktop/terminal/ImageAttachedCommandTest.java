package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.desktop.registry.OddRegistry;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people and scripts are told of signatures and SBOMs.
final class ImageAttachedCommandTest {
  private static final String SIMPLE = "application/vnd.dev.cosign.simplesigning.v1+json";
  private static final String SPDX =
      """
      {"spdxVersion":"SPDX-2.3","packages":[
       {"name":"curl","versionInfo":"8.1","licenseConcluded":"curl"},
       {"name":"zlib\\u001b[31m","versionInfo":"1.3"}]}
      """;

  @TempDir Path home;
  private OddRegistry registry;
  private Terminal terminal;
  private byte[] image;
  private KeyPair keys;
  private Path key;

  @BeforeEach
  void start() throws Exception {
    registry = new OddRegistry();
    terminal = new Terminal(new FabricKubeconfig(List.of(home.resolve("none"))), home);
    byte[] config = OddRegistry.config(Map.of("os", "linux", "architecture", "amd64"));
    registry.blob(config);
    image =
        OddRegistry.json(
            OddRegistry.manifest(OddRegistry.descriptor(OddRegistry.CONFIG, config), List.of()));
    registry.manifest("1", OddRegistry.MANIFEST, image);
    keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    key = written("key.pub", keys);
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  private Path written(String name, KeyPair pair) throws Exception {
    return Files.writeString(
        home.resolve(name),
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----\n");
  }

  /// Under a tag of cosign 2.
  private void attach(String suffix, String type, byte[] content, Map<String, String> told) {
    registry.blob(content);
    Map<String, Object> layer = new LinkedHashMap<>(OddRegistry.descriptor(type, content));
    layer.put("annotations", told);
    Map<String, Object> manifest =
        OddRegistry.manifest(OddRegistry.descriptor(OddRegistry.CONFIG, content), List.of(layer));
    registry.manifest(
        OddRegistry.digest(image).replace(':', '-') + suffix,
        OddRegistry.MANIFEST,
        OddRegistry.json(manifest));
  }

  private void sign() throws Exception {
    byte[] payload =
        OddRegistry.json(
            Map.of(
                "critical",
                Map.of(
                    "image",
                    Map.of("docker-manifest-digest", OddRegistry.digest(image)),
                    "type",
                    "cosign container image signature")));
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(keys.getPrivate());
    signature.update(payload);
    attach(
        ".sig",
        SIMPLE,
        payload,
        Map.of(
            "dev.cosignproject.cosign/signature",
            Base64.getEncoder().encodeToString(signature.sign())));
  }

  private Terminal.Ended run(String command, String... more) {
    String[] words = new String[more.length + 3];
    words[0] = "image";
    words[1] = command;
    words[2] = registry.uri().getRawAuthority() + "/odd:1";
    System.arraycopy(more, 0, words, 3, more.length);
    return terminal.run(words);
  }

  private Terminal.Ended verify(Path with, String... more) {
    String[] words = new String[more.length + 2];
    words[0] = "--key";
    words[1] = with.toString();
    System.arraycopy(more, 0, words, 2, more.length);
    return run("verify", words);
  }

  @Test
  void whatIsAttachedIsListed() throws Exception {
    assertEquals("Nothing is attached.", run("attached").out().lines().toList().getLast());
    sign();
    attach(".sbom", "text/spdx+json", SPDX.getBytes(StandardCharsets.UTF_8), Map.of());
    Terminal.Ended ended = run("attached");
    assertEquals(0, ended.code(), ended.err());
    assertTrue(ended.out().contains("signature"), ended.out());
    assertTrue(ended.out().contains("text/spdx+json"), ended.out());
    Document json = Documents.json(run("attached", "--output", "json").out(), "attached");
    assertEquals("listed", json.at("state").textOrEmpty());
    assertEquals(
        List.of("signature", "sbom"),
        json.at("attached").items().stream().map(each -> each.at("kind").textOrEmpty()).toList());
  }

  @Test
  void whatScannersFoundIsListedTheWorstFirst() {
    Terminal.Ended none = run("findings");
    assertEquals(1, none.code());
    assertTrue(none.err().contains("no scan result is attached"), none.err());
    String trivy =
        """
        {"SchemaVersion": 2, "ArtifactName": "odd", "Results": [{"Target": "odd",
         "Vulnerabilities": [
          {"VulnerabilityID": "CVE-2026-2", "PkgName": "zlib1g", "InstalledVersion": "1.2",
           "Severity": "LOW"},
          {"VulnerabilityID": "CVE-2026-1", "PkgName": "openssl\\u001b[31m",
           "InstalledVersion": "3.0.1", "FixedVersion": "3.0.2", "Severity": "CRITICAL"}]}]}
        """;
    attach(
        ".att",
        "application/vnd.aquasec.trivy.report+json",
        trivy.getBytes(StandardCharsets.UTF_8),
        Map.of());
    Terminal.Ended ended = run("findings");
    assertEquals(0, ended.code(), ended.err());
    assertTrue(ended.out().contains("1 critical, 1 low"), ended.out());
    assertFalse(ended.out().contains("\u001b"), "nothing moves the cursor");
    List<String> lines =
        ended.out().lines().filter(each -> each.contains("CVE-")).map(String::strip).toList();
    assertTrue(
        lines.getFirst().matches("critical +CVE-2026-1 +openssl .*3.0.1 +3.0.2"), ended.out());
    assertTrue(lines.getLast().matches("low +CVE-2026-2 +zlib1g +1.2 +-"), ended.out());
    assertEquals(
        1,
        run("findings", "--search", "ZLIB").out().lines().filter(l -> l.contains("CVE")).count());
    Document json = Documents.json(run("findings", "-o", "json").out(), "findings");
    Document first = json.at("reports").items().getFirst().at("findings").items().getFirst();
    assertEquals("critical", first.at("severity").textOrEmpty());
    assertEquals("3.0.2", first.at("fixedIn").textOrEmpty());
    String all = run("attached").out();
    assertTrue(all.contains("1 critical, 1 low"), all);
    assertTrue(all.contains("mooring image findings"), all);
  }

  @Test
  void whereItWasBuiltIsShown() {
    attach(
        ".att",
        "application/vnd.in-toto+json",
        OddRegistry.json(
            Map.of(
                "_type",
                "https://in-toto.io/Statement/v1",
                "predicateType",
                "https://slsa.dev/provenance/v1",
                "predicate",
                Map.of(
                    "buildDefinition",
                    Map.of(
                        "resolvedDependencies",
                        List.of(
                            Map.of(
                                "uri",
                                "git+https://git.example/app",
                                "digest",
                                Map.of("gitCommit", "abc123")))),
                    "runDetails",
                    Map.of("builder", Map.of("id", "https://ci.example"))))),
        Map.of("predicateType", "https://slsa.dev/provenance/v1"));
    String out = run("attached").out();
    assertTrue(out.contains("https://ci.example"), out);
    assertTrue(out.contains("git+https://git.example/app"), out);
    assertTrue(out.contains("abc123"), out);
    Document json = Documents.json(run("attached", "--output", "json").out(), "attached");
    Document told = json.at("attached").items().getFirst().at("provenance");
    assertEquals("abc123", told.at("revision").textOrEmpty());
    assertEquals("1", told.at("materials").textOrEmpty());
  }

  @Test
  void aSignatureOfTheKeyVerifiesTheImage() throws Exception {
    sign();
    Terminal.Ended ended = verify(key);
    assertEquals(0, ended.code(), ended.err());
    assertTrue(ended.out().contains("Verified: "), ended.out());
    assertTrue(ended.out().contains(OddRegistry.digest(image)), ended.out());
    Document json = Documents.json(verify(key, "--output", "json").out(), "verify");
    assertEquals(true, json.at("verified").isTrue());
    assertEquals(List.of(OddRegistry.digest(image)), json.at("verifiedDigests").texts());
    assertEquals("verified", json.at("signatures").items().getFirst().at("result").textOrEmpty());
  }

  @Test
  void anotherKeyDoesNot() throws Exception {
    sign();
    Path other = written("other.pub", KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    Terminal.Ended ended = verify(other);
    assertEquals(1, ended.code());
    assertTrue(ended.out().contains("signed with another key"), ended.out());
    assertTrue(ended.out().contains("Not verified: "), ended.out());
    assertEquals(1, verify(other, "--output", "json").code());
  }

  @Test
  void anImageWithoutSignaturesIsNotVerified() {
    Terminal.Ended ended = verify(key);
    assertEquals(1, ended.code());
    assertTrue(ended.out().contains("No signature is attached."), ended.out());
  }

  @Test
  void aRegistryThatFailsIsNeverTakenForNothing() throws Exception {
    registry.fail("/v2/odd/referrers/");
    for (Terminal.Ended each : List.of(verify(key), run("attached"))) {
      assertEquals(1, each.code());
      assertTrue(each.err().contains("There may be more"), each.err());
      assertTrue(each.err().contains("500"), each.err());
      assertFalse(each.out().contains("is attached."), each.out());
    }
    Document json = Documents.json(run("attached", "--output", "json").out(), "attached");
    assertEquals("unknown", json.at("state").textOrEmpty());
    assertTrue(run("sbom").err().contains("500"));
    assertFalse(run("sbom").err().contains("no SBOM"));
    sign();
    assertEquals(0, verify(key).code(), "one signature is enough");
  }

  @Test
  void packagesAreListedAndSearched() {
    attach(".sbom", "text/spdx+json", SPDX.getBytes(StandardCharsets.UTF_8), Map.of());
    Terminal.Ended all = run("sbom");
    assertEquals(0, all.code(), all.err());
    assertTrue(all.err().contains("SPDX JSON 2.3"), all.err());
    assertTrue(all.out().contains("zlib [31m"), all.out());
    assertFalse(all.out().contains("\u001b"), all.out());
    Terminal.Ended found = run("sbom", "--search", "CURL");
    assertEquals(2, found.out().lines().count(), found.out());
    assertTrue(run("sbom", "--search", "nothing").out().contains("No package has"));
    assertEquals(SPDX, run("sbom", "--raw").out());
    Document json = Documents.json(run("sbom", "--output", "json").out(), "sbom");
    assertEquals("curl", json.at("packages").items().getFirst().at("license").textOrEmpty());
  }

  @Test
  void otherFormatsAreNamedAndPrinted() {
    assertTrue(run("sbom").err().contains("no SBOM is attached"));
    byte[] text = "SPDXVersion: SPDX-2.3\n".getBytes(StandardCharsets.UTF_8);
    attach(".sbom", "text/spdx", text, Map.of());
    Terminal.Ended ended = run("sbom");
    assertEquals(1, ended.code());
    assertTrue(ended.err().contains("SPDX tag-value"), ended.err());
    assertTrue(ended.err().contains("--raw"), ended.err());
    assertEquals("SPDXVersion: SPDX-2.3\n", run("sbom", "--raw").out());
  }

  @Test
  void oneOfSeveralIsChosenByItsDigest() {
    byte[] bytes = SPDX.getBytes(StandardCharsets.UTF_8);
    attach(".sbom", "text/spdx+json", bytes, Map.of());
    String digest = OddRegistry.digest(bytes);
    assertEquals(0, run("sbom", "--from", digest).code());
    assertEquals(0, run("sbom", "--from", digest.substring(7, 15)).code());
    Terminal.Ended none = run("sbom", "--from", "ffff");
    assertEquals(1, none.code());
    assertTrue(none.err().contains("ffff"), none.err());
  }

  @Test
  void aKeyHasToBeNamedAndBeOne() throws Exception {
    assertEquals(2, run("verify").code());
    assertEquals(1, verify(home.resolve("none")).code());
    Path junk = Files.writeString(home.resolve("junk"), "junk");
    assertTrue(verify(junk).err().contains("PEM"), verify(junk).err());
  }
}
