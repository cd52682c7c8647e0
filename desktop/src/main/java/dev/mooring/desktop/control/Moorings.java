package dev.mooring.desktop.control;

import dev.mooring.document.Document;
import dev.mooring.forward.SavedForward;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running Moorings of this user, as a command sees them.
///
/// Every call is bounded: one that says nothing for five seconds counts as hung.
public final class Moorings {
  private static final Logger LOG = LoggerFactory.getLogger(Moorings.class);
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private final SocketDirectory directory;
  private final Duration silence;

  public Moorings(SocketDirectory directory) {
    this(directory, SILENCE);
  }

  Moorings(SocketDirectory directory, Duration silence) {
    this.directory = directory;
    this.silence = silence;
  }

  /// One that answered.
  ///
  /// @param window whether it has the window, and with it the list
  public record Mooring(Path socket, long pid, boolean window, List<ForwardEntry> forwards) {}

  /// @param silent why others did not answer
  public record Found(List<Mooring> moorings, List<Problem> silent) {

    public Optional<Mooring> window() {
      return moorings.stream().filter(Mooring::window).findFirst();
    }

    public Optional<Mooring> owner(ForwardEntry entry) {
      return moorings.stream()
          .filter(each -> entry.owner() != 0 && each.pid() == entry.owner())
          .findFirst();
    }
  }

  /// What came of a request.
  public record Answer(List<Document> entries, List<Problem> problems) {}

  /// Asks all that run, at once.
  public Found look() throws InterruptedException {
    List<Mooring> answered = new ArrayList<>();
    List<Problem> silent = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<Mooring>>> looks = new ArrayList<>();
      for (Path socket : directory.sockets()) {
        looks.add(threads.submit(() -> look(socket)));
      }
      for (Future<Optional<Mooring>> each : looks) {
        try {
          each.get().ifPresent(answered::add);
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof MooringException known)) {
            throw new IllegalStateException(e);
          }
          silent.add(known.problem());
        } catch (InterruptedException e) {
          threads.shutdownNow();
          throw e;
        }
      }
    }
    return new Found(List.copyOf(answered), List.copyOf(silent));
  }

  /// Nothing where nobody listens; what the dead left is removed.
  private Optional<Mooring> look(Path socket) throws InterruptedException {
    List<ForwardEntry> forwards = new ArrayList<>();
    try {
      Document end =
          exchange(
              socket,
              Request.of(Verb.LIST),
              entry -> forwards.add(ForwardEntry.read(entry)),
              problem -> {
                throw problem.raise();
              });
      long pid = end.at("pid").integer().orElse(0L);
      return Optional.of(
          new Mooring(socket, pid, end.at("window").isTrue(), List.copyOf(forwards)));
    } catch (ConnectException e) {
      // One that begins to listen has made its socket a moment before it answers.
      if (ProcessHandle.of(SocketDirectory.owner(socket)).isEmpty()) {
        LOG.info("Removing {}, which a Mooring left behind", socket);
        remove(socket);
      }
      return Optional.empty();
    } catch (IOException e) {
      throw silent(socket, e);
    }
  }

  /// Sends a request and gathers the answer.
  ///
  /// @throws MooringException when that Mooring hangs or went away
  public Answer ask(Mooring mooring, Request request) throws InterruptedException {
    List<Document> entries = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    follow(mooring, request, entries::add, problems::add);
    return new Answer(List.copyOf(entries), List.copyOf(problems));
  }

  /// Hands on each part of the answer as it comes, until it ends or the caller is interrupted.
  ///
  /// @throws MooringException as [#ask]
  public void follow(
      Mooring mooring, Request request, Consumer<Document> entries, Consumer<Problem> problems)
      throws InterruptedException {
    try {
      exchange(mooring.socket(), request, entries, problems);
    } catch (IOException e) {
      throw silent(mooring.socket(), e);
    }
  }

  /// The registries that running Moorings have connected. One that doesn't know the question, or
  /// does not answer, has none to tell of.
  public List<ConnectedRegistry> registries() throws InterruptedException {
    return gather(Verb.REGISTRIES, ConnectedRegistry::read);
  }

  private <T> List<T> gather(Verb verb, Function<Document, T> read) throws InterruptedException {
    List<T> all = new ArrayList<>();
    for (Mooring each : look().moorings()) {
      try {
        ask(each, Request.of(verb)).entries().stream().map(read).forEach(all::add);
      } catch (MooringException e) {
        LOG.info("Mooring {} does not answer {}", each.pid(), verb, e);
      }
    }
    return List.copyOf(all);
  }

  /// The debug sessions of running Moorings, as [#registries].
  public List<SessionEntry> sessions() throws InterruptedException {
    return gather(Verb.SESSIONS, SessionEntry::read);
  }

  /// Ends a session where it is had.
  ///
  /// @throws MooringException when it is not there any more, or that Mooring hangs
  public void detach(SessionEntry session) throws InterruptedException {
    for (Mooring each : look().moorings()) {
      if (each.pid() == session.owner()) {
        Answer answer = ask(each, Request.detach(session.port()));
        if (!answer.problems().isEmpty()) {
          throw answer.problems().getFirst().raise();
        }
      }
    }
  }

  /// What the answers to START, STOP and the like hold.
  public static ForwardEntry entry(Document entry) {
    return ForwardEntry.read(entry);
  }

  /// Asks to keep a forward.
  ///
  /// @param start whether to start it, too
  public static Request keep(SavedForward forward, boolean start) {
    return Request.of(Verb.KEEP).with("forward", forward.write()).with("start", start);
  }

  private Document exchange(
      Path socket, Request request, Consumer<Document> entries, Consumer<Problem> problems)
      throws IOException, InterruptedException {
    try (LineChannel line = LineChannel.connect(UnixDomainSocketAddress.of(socket), silence)) {
      line.write(request.write(), silence);
      while (true) {
        Document next =
            line.read(silence).orElseThrow(() -> new IOException("ended before the answer did"));
        if (!next.at("end").isNothing()) {
          return next.at("end");
        }
        if (!next.at("entry").isNothing()) {
          entries.accept(next.at("entry"));
        } else if (!next.at("problem").isNothing()) {
          problems.accept(Problems.read(next.at("problem")));
        }
      }
    } catch (ClosedByInterruptException e) {
      Thread.interrupted();
      InterruptedException interrupted = new InterruptedException();
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  private static void remove(Path socket) {
    try {
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      LOG.info("{} stays", socket, e);
    }
  }

  private static MooringException silent(Path socket, IOException e) {
    long pid = SocketDirectory.owner(socket);
    return new Problem(
            Code.MOORING_SILENT,
            Messages.of("the-running-mooring-pid-does-not", pid),
            e instanceof java.net.SocketTimeoutException
                ? Messages.of("it-has-not-answered-for-some")
                : Messages.of("it-ended-while-it-was-asked"),
            new Remedy.Advice(Messages.of("try-again-if-it-happens-again-2")),
            Map.of("socket", socket, "cause", String.valueOf(e)).toString())
        .raise(e);
  }
}
