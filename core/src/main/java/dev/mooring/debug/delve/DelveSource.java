package dev.mooring.debug.delve;

import dev.mooring.job.Progress;
import java.util.Optional;

/// A place that Delve may come from.
public interface DelveSource {

  /// What it is, as a list of them names it.
  String words();

  /// @return empty where it has none for this program
  /// @throws dev.mooring.problem.MooringException when it may have one and cannot give it
  Optional<DelveBinary> find(DelveNeed need, Progress progress) throws InterruptedException;
}
