package dev.mooring.forward;

import dev.mooring.job.Observed;
import java.util.List;
import java.util.Optional;

/// The forwards of one cluster connection. Thread-safe; closing ends them all.
public interface Forwards extends AutoCloseable {

  /// Every forward in the order it was added, refreshed within a second of any change.
  Observed<List<ForwardStatus>> all();

  /// What happened to a forward, the newest last; the last 200. Empty for one that never ran.
  List<ForwardEvent> events(String name);

  /// The HTTP requests that went through a forward whose [ForwardSpec#requests] is set, the newest
  /// last; the last 500.
  List<HttpRequest> requests(String name);

  /// What applications may trust to reach a forward whose [Local#tls] is set: its certificate as
  /// PEM, without the key. Empty while it does not listen. A new one is made at each start and
  /// within seven days.
  default Optional<String> certificate(String name) {
    return Optional.empty();
  }

  /// Listens and adds the forward to the list. One of the same name is replaced.
  ///
  /// @throws dev.mooring.problem.MooringException when the port is taken, naming by whom and a free
  /// one, or the target is not there
  ForwardStatus start(ForwardSpec spec) throws InterruptedException;

  /// Stops listening and resets the open connections; the forward stays in the list as stopped.
  void stop(String name);

  /// Stops it and takes it from the list.
  void remove(String name);

  @Override
  void close();
}
