package dev.mooring.debug.container;

import dev.mooring.debug.delve.DelveBinary;
import dev.mooring.debug.delve.DelveNeed;
import dev.mooring.debug.delve.DelveSource;
import dev.mooring.debug.delve.DelveSources;
import dev.mooring.debug.delve.DelveVersion;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.program.GoBinary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings Delve into a debug container whose image has none: finds one for the program, and sends
/// it over the container's standard input.
///
/// The script checks the SHA-256 of what arrived before it runs it, and is told to be patient
/// meanwhile: a build may take a minute.
public final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final Duration ASK = Duration.ofSeconds(10);
  private static final Duration SEND = Duration.ofMinutes(2);

  private final DelveSources sources;
  private final Supervisor supervisor;
  private final Patience timing;

  public Delivery(DelveSources sources, Supervisor supervisor, Patience timing) {
    this.sources = sources;
    this.supervisor = supervisor;
    this.timing = timing;
  }

  /// @throws MooringException with what each source said, when none has a Delve for the program
  public void deliver(GoBinary program, Progress progress) throws InterruptedException {
    DelveNeed need = new DelveNeed(program.goVersion(), program.architecture());
    List<String> tried = new ArrayList<>();
    Remedy remedy = new Remedy.Setting(Messages.of("set-a-helper-image"), "debugImage", "");
    for (DelveSource source : sources.inOrder()) {
      try {
        Optional<DelveBinary> found = whileBeating(() -> source.find(need, progress));
        if (found.isEmpty()) {
          tried.add(Messages.of("has-none", source.words()));
          continue;
        }
        progress.step(Messages.of("sending", found.get().words()));
        send(found.get());
        Optional<DelveVersion.Objection> objection = version().objection(need.goVersion());
        if (objection.isEmpty()) {
          return;
        }
        tried.add(source.words() + ": " + objection.get().why());
      } catch (MooringException e) {
        if (e.problem().code() == Code.DEBUG_CONTAINER_FAILED) {
          throw e;
        }
        progress.step(Messages.of("no-delve-from", source.words(), e.problem().why()));
        tried.add(source.words() + ": " + e.problem().why());
        remedy = e.problem().remedy();
      }
    }
    throw new Problem(
            Code.DELVE_MISSING,
            Messages.of("found-no-delve", program.words()),
            tried.isEmpty() ? "" : tried.getLast(),
            remedy,
            String.join("\n", tried))
        .raise();
  }

  private DelveVersion version() throws InterruptedException {
    return DelveVersion.parse(String.join("\n", supervisor.ask("version", ASK)))
        .orElseThrow(
            () ->
                failed(
                    Messages.of("the-delve-that-was-sent"),
                    Messages.of("see-its-output-in-the-details")));
  }

  private void send(DelveBinary binary) throws InterruptedException {
    List<String> tools = supervisor.ask("tools", ASK);
    if (tools.stream().noneMatch(each -> each.startsWith("place "))) {
      throw failed(Messages.of("nowhere-to-put"), Messages.of("set-a-helper-image"));
    }
    boolean packed = tools.contains("has gunzip");
    byte[] content;
    try {
      content = packed ? gzip(binary.bytes()) : binary.bytes();
    } catch (IOException e) {
      throw new Problem(
              Code.DELVE_MISSING,
              Messages.of("cannot-send-delve"),
              String.valueOf(e.getMessage()),
              new Remedy.Advice(Messages.of("attach-again")))
          .raise(e);
    }
    supervisor.send(
        "receive " + content.length + (packed ? " gzip " : " plain ") + binary.digest().hex(),
        content,
        SEND);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(bytes.length / 2);
    try (OutputStream out =
        new GZIPOutputStream(packed, 1 << 16) {
          {
            def.setLevel(Deflater.BEST_SPEED);
          }
        }) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  @FunctionalInterface
  private interface Search {
    Optional<DelveBinary> run() throws InterruptedException;
  }

  /// The container ends when it hears nothing for long, and a build takes its time.
  private Optional<DelveBinary> whileBeating(Search search) throws InterruptedException {
    Thread beat = Thread.ofVirtual().name("debug-delivery").start(this::beat);
    try {
      return search.run();
    } finally {
      beat.interrupt();
      beat.join();
    }
  }

  private void beat() {
    try {
      while (true) {
        Thread.sleep(timing.beat());
        try {
          supervisor.ask("ping", timing.beat());
        } catch (MooringException e) {
          LOG.debug("the debug container was not heard: {}", e.problem());
        }
      }
    } catch (InterruptedException e) {
      LOG.trace("enough");
    }
  }

  private MooringException failed(String why, String whatToDo) {
    return new Problem(
            Code.DEBUG_CONTAINER_FAILED,
            Messages.of("cannot-send-delve"),
            why,
            new Remedy.Advice(whatToDo),
            supervisor.said())
        .raise();
  }
}
