package dev.mooring.registry.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class DockerConfigTest {
  private static final String SECRET = "s3cret:with:colons";

  @TempDir Path folder;

  private DockerConfig config(String json) throws IOException {
    return new DockerConfig(Files.writeString(folder.resolve("config.json"), json));
  }

  private static Problem problem(Executable call) {
    return assertThrows(MooringException.class, call).problem();
  }

  private static String auth() {
    return Base64.getEncoder().encodeToString(("ana:" + SECRET).getBytes(StandardCharsets.UTF_8));
  }

  private CredentialProgram helper(String script, Duration limit) throws IOException {
    Path program = folder.resolve("docker-credential-test");
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return new CredentialProgram(program.toString(), limit);
  }

  @Test
  void aLoginIsFoundUnderEachSpellingOfItsRegistry() throws Exception {
    for (String key : new String[] {"reg.test:5000", "https://reg.test:5000/v1/"}) {
      DockerConfig config = config("{\"auths\":{\"" + key + "\":{\"auth\":\"" + auth() + "\"}}}");
      assertEquals(Optional.of(new Login("ana", SECRET)), config.login("reg.test:5000"));
      assertEquals(Optional.empty(), config.login("reg.test"));
      assertEquals(Optional.empty(), config.login("docker.io"));
    }
    DockerConfig hub =
        config("{\"auths\":{\"https://index.docker.io/v1/\":{\"auth\":\"" + auth() + "\"}}}");
    assertEquals("ana", hub.login("docker.io").orElseThrow().user());
    DockerConfig token =
        config("{\"auths\":{\"reg.test\":{\"auth\":\"x\",\"identitytoken\":\"abc\"}}}");
    assertTrue(token.login("reg.test").orElseThrow().isToken());
  }

  @Test
  void aConfigurationThatIsMissingOrOddHasNoLogins() throws Exception {
    assertEquals(Optional.empty(), new DockerConfig(folder.resolve("no")).login("reg.test"));
    assertEquals(
        Optional.empty(), config("{\"auths\":{\"reg.test\":{\"auth\":\"%\"}}}").login("reg.test"));
    assertEquals(Code.DOCUMENT_UNREADABLE, problem(() -> config("{").login("reg.test")).code());
    assertEquals(
        folder.resolve("config.json").toString(),
        DockerConfig.of(Map.of("DOCKER_CONFIG", folder.toString()), Path.of("/")).toString());
  }

  @Test
  void aSecretIsNeverPrinted() {
    assertFalse(new Login("ana", SECRET).toString().contains("s3cret"));
  }

  @Test
  void aHelperCannotNameAnotherProgram() throws Exception {
    DockerConfig config = config("{\"credsStore\":\"../../tmp/evil\"}");
    assertEquals(Code.LOGIN_FAILED, problem(() -> config.login("reg.test")).code());
    DockerConfig missing = config("{\"credHelpers\":{\"reg.test\":\"is-not-there\"}}");
    assertTrue(problem(() -> missing.login("reg.test")).what().contains("is-not-there"));
    assertEquals(Optional.empty(), missing.login("other.test"));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the helpers are shell scripts")
  void aHelperIsAskedOnItsStandardInput() throws Exception {
    CredentialProgram helper =
        helper(
            "read server; printf '{\"ServerURL\":\"%s\",\"Username\":\"%s\",\"Secret\":\"x\"}'"
                + " $server $server",
            Duration.ofSeconds(10));
    assertEquals(Optional.of(new Login("reg.test", "x")), helper.get("reg.test"));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the helpers are shell scripts")
  void aHelperWithoutTheLoginIsNoFailureAndItsOutputIsNeverRepeated() throws Exception {
    CredentialProgram none =
        helper(
            "cat >/dev/null; echo credentials not found in native keychain; exit 1",
            Duration.ofSeconds(10));
    assertEquals(Optional.empty(), none.get("reg.test"));
    for (String script : new String[] {"echo " + SECRET + "; exit 3", "echo " + SECRET}) {
      CredentialProgram broken = helper(script, Duration.ofSeconds(10));
      Problem problem = problem(() -> broken.get("reg.test"));
      assertEquals(Code.LOGIN_FAILED, problem.code());
      assertFalse(problem.toString().contains("s3cret"), problem.toString());
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the helpers are shell scripts")
  void aHelperThatHangsIsEnded() throws Exception {
    CredentialProgram slow = helper("sleep 60", Duration.ofMillis(300));
    long start = System.nanoTime();
    assertEquals(Code.LOGIN_FAILED, problem(() -> slow.get("reg.test")).code());
    assertTrue(System.nanoTime() - start < 20_000_000_000L);
  }

  @Test
  void theHelperOfARegistryComesBeforeTheOneOfAll() throws Exception {
    DockerConfig config =
        config(
            """
            {"credHelpers": {"reg.test": "none-own", "https://index.docker.io/v1/": "none-hub"},
             "credsStore": "none-all"}
            """);
    assertTrue(problem(() -> config.login("reg.test")).what().contains("none-own"));
    assertTrue(problem(() -> config.login("docker.io")).what().contains("none-hub"));
    assertTrue(problem(() -> config.login("other.test")).what().contains("none-all"));
    DockerConfig brief = config("{\"credHelpers\": {\"docker.io\": \"none-short\"}}");
    assertTrue(problem(() -> brief.login("docker.io")).what().contains("none-short"));
  }

  @Test
  void anEntryWithoutALoginDoesNotHideTheNext() throws Exception {
    DockerConfig config =
        config("{\"auths\":{\"reg.test\":{},\"http://reg.test\":{\"auth\":\"" + auth() + "\"}}}");
    assertEquals("ana", config.login("reg.test").orElseThrow().user());
    DockerConfig hub = config("{\"auths\":{\"index.docker.io\":{\"auth\":\"" + auth() + "\"}}}");
    assertEquals("ana", hub.login("docker.io").orElseThrow().user());
  }

  @Test
  void aPasswordWithoutAUserIsNoLogin() throws Exception {
    assertEquals(Optional.empty(), both(":x"));
    assertEquals(Optional.empty(), both("x"));
    assertEquals(Optional.of(new Login("a", "")), both("a:"));
  }

  private Optional<Login> both(String text) throws Exception {
    String auth = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    return config("{\"auths\":{\"reg.test\":{\"auth\":\" " + auth + " \"}}}").login("reg.test");
  }

  @Test
  void aConfigurationThatCannotBeReadIsToldAndNotTakenForNone() throws Exception {
    DockerConfig directory = new DockerConfig(folder);
    assertEquals(Code.FILE_NOT_READABLE, problem(() -> directory.login("reg.test")).code());
  }

  @Test
  void aFolderThatIsNamedBlankIsTheOneAtHome() {
    Path home = folder.resolve("home");
    String expected = home.resolve(".docker").resolve("config.json").toString();
    assertEquals(expected, DockerConfig.of(Map.of(), home).toString());
    assertEquals(expected, DockerConfig.of(Map.of("DOCKER_CONFIG", " "), home).toString());
  }

  @Test
  void whereAPasswordIsNeededATokenWillNotDo() throws Exception {
    DockerConfig password = config("{\"auths\":{\"reg.test\":{\"auth\":\"" + auth() + "\"}}}");
    assertEquals(new Login("ana", SECRET), password.password("reg.test", "What", "token"));
    Problem none = problem(() -> password.password("docker.io", "What", "token"));
    assertEquals(Code.REGISTRY_LOGIN_NEEDED, none.code());
    assertFalse(none.why().equals("token"), none.why());
    assertTrue(none.whatToDo().endsWith("docker login"), none.whatToDo());
    DockerConfig token = config("{\"auths\":{\"reg.test\":{\"identitytoken\":\"abc\"}}}");
    Problem wrong = problem(() -> token.password("reg.test", "What", "token"));
    assertEquals("token", wrong.why());
    assertTrue(wrong.whatToDo().endsWith("docker login reg.test"), wrong.whatToDo());
  }
}
