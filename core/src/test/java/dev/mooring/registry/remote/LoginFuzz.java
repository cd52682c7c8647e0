package dev.mooring.registry.remote;

import dev.mooring.fuzz.FuzzTarget;
import dev.mooring.problem.MooringException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A challenge is read or is none; Docker's configuration is read, or refused by a problem.
/// Programs that keep logins are not started.
public final class LoginFuzz implements FuzzTarget {
  private final Path file;

  public LoginFuzz() throws IOException {
    file = Files.createTempFile("config", ".json");
    file.toFile().deleteOnExit();
  }

  @Override
  public void feed(byte[] input) throws Exception {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    Challenge.of(List.of(text));
    if (text.contains("cred") || text.contains("\\u")) {
      return;
    }
    Files.write(file, input);
    try {
      new DockerConfig(file).login("registry.example");
    } catch (MooringException e) {
      // It cannot be read.
    }
  }

  @Override
  public List<byte[]> seeds() {
    return FuzzTarget.texts(
        "Bearer realm=\"https://auth.example/token\",service=\"a\" , scope=repository:a:pull",
        "Basic realm=x",
        "{\"auths\":{\"https://registry.example/v1/\":{\"auth\":\"YTpi\"}}}",
        "{\"auths\":{\"registry.example\":{\"identitytoken\":\"t\",\"auth\":\"====\"}}}",
        "{\"auths\":{\"registry.example\":{\"auth\":\"Og==\",\"username\":\"a\",\"password\":1}}}");
  }
}
