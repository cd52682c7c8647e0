package dev.mooring.debug.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckoutTest {
  private static final String MODULE = "example.com/shop/hello";
  @TempDir Path home;

  @Test
  void isFoundFromADirectoryInsideIt() throws IOException {
    Path module = module("work/hello", "module " + MODULE + " // ours\n\ngo 1.26\n");
    Path inside = Files.createDirectories(module.resolve("internal/greeting"));
    assertEquals(Optional.of(module), Checkout.of(MODULE, inside));
  }

  @Test
  void isFoundBelowADirectoryThatHoldsSeveralModules() throws IOException {
    module("work/other", "module example.com/other\n");
    Path module = module("work/group/hello", "// A greeting.\nmodule \"" + MODULE + "\"\n");
    assertEquals(Optional.of(module), Checkout.of(MODULE, home.resolve("work")));
  }

  @Test
  void aModuleWhoseNameOnlyBeginsAlikeIsAnother() throws IOException {
    module("work/hello", "module " + MODULE + "-two\n");
    assertEquals(Optional.empty(), Checkout.of(MODULE, home.resolve("work/hello")));
  }

  @Test
  void copiesOfDependenciesAndHiddenDirectoriesAreNotTakenForIt() throws IOException {
    module("work/vendor/hello", "module " + MODULE + "\n");
    module("work/.cache/hello", "module " + MODULE + "\n");
    assertEquals(Optional.empty(), Checkout.of(MODULE, home.resolve("work")));
  }

  @Test
  void aFileThatIsNoTextIsNoModule() throws IOException {
    Path file = Files.createDirectories(home.resolve("odd")).resolve("go.mod");
    Files.write(file, new byte[] {(byte) 0xff, 0, (byte) 0xfe});
    assertEquals(Optional.empty(), Checkout.of(MODULE, home.resolve("odd")));
  }

  private Path module(String directory, String content) throws IOException {
    Path made = Files.createDirectories(home.resolve(directory));
    Files.writeString(made.resolve("go.mod"), content);
    return made;
  }
}
