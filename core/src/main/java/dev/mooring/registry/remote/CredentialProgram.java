package dev.mooring.registry.remote;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/// A program that keeps logins for Docker: `docker-credential-NAME get`.
///
/// https://github.com/docker/docker-credential-helpers#development
final class CredentialProgram {
  /// What the program prints may hold the secret, so nothing of it is ever repeated.
  private static final int LONGEST = 64 * 1024;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final String NOT_FOUND = "credentials not found in native keychain";

  private final String program;
  private final Duration limit;

  /// @param program looked for in the PATH unless it is a path
  /// @param limit how long it may take; a keychain may ask its user
  CredentialProgram(String program, Duration limit) {
    this.program = program;
    this.limit = limit;
  }

  /// The helper that Docker's configuration names.
  ///
  /// @throws MooringException when the name could lead to another program
  static CredentialProgram named(String name, Duration limit) {
    if (!NAME.matcher(name).matches()) {
      throw new Problem(
              Code.LOGIN_FAILED,
              Messages.of("cannot-use-the-credential-helper"),
              Messages.of("its-name-is-invalid"),
              new Remedy.Advice(Messages.of("correct-docker-config")))
          .raise();
    }
    return new CredentialProgram("docker-credential-" + name, limit);
  }

  /// The login for a server as the program knows it; empty where it knows none.
  ///
  /// @throws MooringException when it is not there, fails or takes too long
  Optional<Login> get(String server) throws InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(program, "get").redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      throw failed(Messages.of("it-isnt-installed"), e);
    }
    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        CompletableFuture<byte[]> output =
            CompletableFuture.supplyAsync(() -> talk(process, server), readers);
        byte[] printed = output.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          throw failed(Messages.of("it-took-longer-than", limit.toSeconds()), null);
        }
        return read(process.exitValue(), printed);
      } catch (TimeoutException e) {
        throw failed(Messages.of("it-took-longer-than", limit.toSeconds()), e);
      } catch (ExecutionException e) {
        throw failed(Messages.of("its-output-was-lost"), e);
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }

  private static byte[] talk(Process process, String server) {
    try {
      try (var in = process.getOutputStream()) {
        in.write(server.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // It ended without reading; what it printed says why.
      }
      try (InputStream out = process.getInputStream()) {
        return out.readNBytes(LONGEST);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Login> read(int exit, byte[] printed) {
    if (exit != 0) {
      if (new String(printed, StandardCharsets.UTF_8).contains(NOT_FOUND)) {
        return Optional.empty();
      }
      throw failed(Messages.of("it-failed-with-exit-code", exit), null);
    }
    Document answer;
    try {
      answer = Documents.json(printed, program);
    } catch (MooringException e) {
      throw failed(Messages.of("its-output-isnt-json"), null);
    }
    String secret = answer.at("Secret").textOrEmpty();
    return secret.isEmpty()
        ? Optional.empty()
        : Optional.of(new Login(answer.at("Username").textOrEmpty(), secret));
  }

  private MooringException failed(String why, @org.jspecify.annotations.Nullable Exception e) {
    Problem problem =
        new Problem(
            Code.LOGIN_FAILED,
            Messages.of("cannot-get-credentials-from", program),
            why,
            new Remedy.Advice(Messages.of("try-the-helper-by-itself", program)));
    return e == null ? problem.raise() : problem.raise(e);
  }
}
