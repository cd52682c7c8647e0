package dev.mooring.desktop.control;

import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client of a [ControlSocket]: its request, and the lines that answer it.
///
/// @param id the process that answers
record ControlConnection(long id, Control control, LineChannel line) {
  private static final Logger LOG = LoggerFactory.getLogger(ControlConnection.class);
  private static final Duration REQUEST = Duration.ofSeconds(5);
  private static final Duration WRITE = Duration.ofSeconds(5);

  static final Duration PULSE = Duration.ofSeconds(1);

  /// Reads the request and answers it.
  ///
  /// @param begun called before an answer that comes to an end by itself
  void serve(Runnable begun) throws IOException, InterruptedException {
    Thread self = Thread.currentThread();
    CountDownLatch answered = new CountDownLatch(1);
    Thread pulse = Thread.ofVirtual().name("control-pulse").unstarted(() -> pulse(self, answered));
    try {
      Document asked = line.read(REQUEST).orElse(Document.nothing());
      if (asked.isNothing()) {
        return;
      }
      pulse.start();
      answer(asked, begun);
      // Not interrupted: that would close the channel.
      answered.countDown();
      pulse.join();
      line.write(end(), WRITE);
    } finally {
      answered.countDown();
    }
  }

  private void answer(Document asked, Runnable begun) throws InterruptedException {
    Answers answers =
        new Answers() {
          @Override
          public void entry(Document entry) {
            send("entry", entry);
          }

          @Override
          public void problem(Problem problem) {
            send("problem", Problems.write(problem));
          }
        };
    try {
      Request request = Request.read(asked);
      if (!request.with().at("follow").isTrue()) {
        begun.run();
      }
      control.answer(request, answers);
    } catch (MooringException e) {
      answers.problem(e.problem());
    } catch (UncheckedIOException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("A defect", e);
      answers.problem(
          new Problem(
              Code.DEFECT,
              Messages.of("the-running-mooring-did-not-do"),
              Messages.of("something-went-wrong-in-it", e.getClass().getSimpleName()),
              new Remedy.Advice(Messages.of("try-again-if-it-happens-again"))));
    }
  }

  private void send(String key, Document value) {
    try {
      line.write(Document.of(Map.of(key, value)), WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Also finds out that nobody listens any more.
  private void pulse(Thread serving, CountDownLatch answered) {
    try {
      while (!answered.await(PULSE.toMillis(), TimeUnit.MILLISECONDS)) {
        line.write(Document.of(Map.of()), WRITE);
      }
    } catch (IOException e) {
      serving.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Document end() {
    Map<String, Object> mooring = new LinkedHashMap<>();
    mooring.put("pid", id);
    mooring.put("window", control.hasWindow());
    return Document.of(Map.of("end", mooring));
  }
}
