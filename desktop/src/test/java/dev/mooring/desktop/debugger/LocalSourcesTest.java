package dev.mooring.desktop.debugger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.debug.inspect.Build;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalSourcesTest {
  private static final String MODULE = "example.com/hello";

  @TempDir Path home;
  private Path checkout;

  @BeforeEach
  void checkOut() throws IOException {
    checkout = Files.createDirectories(home.toRealPath().resolve("work/hello"));
    Files.writeString(checkout.resolve("go.mod"), "module " + MODULE + "\n");
    Files.createDirectories(checkout.resolve("store"));
    Files.writeString(checkout.resolve("store/store.go"), "package store\n");
    Files.writeString(checkout.resolve("secret.txt"), "not a source\n");
    Files.writeString(home.resolve("outside.go"), "package outside\n");
  }

  private LocalSources sources(String built, String kept) {
    return LocalSources.of(
        new Build(MODULE, MODULE, built, ""), kept, Optional.empty(), home.resolve("none"), home);
  }

  @Test
  void filesAreFoundHoweverTheProgramWasBuilt() {
    Optional<Path> file = Optional.of(checkout.resolve("store/store.go"));
    String kept = checkout.toString();
    assertEquals(file, sources("/src", kept).find("/src/store/store.go"));
    assertEquals(file, sources(MODULE, kept).find(MODULE + "/store/store.go"));
    assertEquals(file, sources("", kept).find(MODULE + "/store/store.go"));
  }

  @Test
  void anotherModulesFolderIsNoneOfTheProgram() {
    Build other = new Build("example.com/other", "example.com/other", "/src", "");
    LocalSources sources =
        LocalSources.of(
            other, checkout.toString(), Optional.of(checkout), home.resolve("none"), home);
    assertEquals(Optional.empty(), sources.directory());
    assertEquals(Optional.empty(), sources.find("/src/store/store.go"));
  }

  @Test
  void aProgramCannotHaveOtherFilesShown() throws IOException {
    Files.createSymbolicLink(checkout.resolve("link.go"), home.resolve("outside.go"));
    LocalSources sources = sources("/src", checkout.toString());
    assertEquals(Optional.empty(), sources.find("/src/../../outside.go"));
    assertEquals(Optional.empty(), sources.find("/src/link.go"));
    assertEquals(Optional.empty(), sources.find("/src/secret.txt"));
    assertEquals(Optional.empty(), sources.find("/src/store\0.go"));
    assertEquals(Optional.empty(), sources.find("/etc/passwd"));
  }

  @Test
  void otherModulesAreFoundInGosCache() throws IOException {
    Path cached = home.toRealPath().resolve("go/pkg/mod/github.com/!ana/lib@v1.2.0/lib.go");
    Files.createDirectories(cached.getParent());
    Files.writeString(cached, "package lib\n");
    LocalSources found =
        new LocalSources(
            new Build(MODULE, MODULE, "/src", ""), Optional.empty(), home.resolve("go/pkg/mod"));
    assertEquals(
        Optional.of(cached), found.find("/root/go/pkg/mod/github.com/!ana/lib@v1.2.0/lib.go"));
    assertEquals(Optional.of(cached), found.find("github.com/Ana/lib@v1.2.0/lib.go"));
  }
}
