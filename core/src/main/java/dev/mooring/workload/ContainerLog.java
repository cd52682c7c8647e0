package dev.mooring.workload;

import dev.mooring.cluster.Cluster;
import dev.mooring.document.Printable;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a container writes, line by line. A line is bounded and comes without what a terminal would
/// obey: a program in the cluster may be anybody's.
public final class ContainerLog {
  /// Lines that are kept.
  public static final int MOST = 5_000;

  /// Of the lines that are there already.
  public static final int AT_FIRST = 500;

  /// Characters of a line that are kept.
  private static final int LONGEST = 4_000;

  /// Control sequences of ECMA-48: colours, and those that would move the cursor; operating system
  /// commands, which set a terminal's title or fill its clipboard; and the short ones.
  private static final Pattern ESCAPES =
      Pattern.compile(
          "\u001b(?:\\[[0-?]*[ -/]*[@-~]|[\\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?|[ -/]*[0-Z\\\\^-~])");

  private ContainerLog() {}

  /// Follows a container until it ends, or until the thread is interrupted.
  ///
  /// @param lines how many of those that are there already
  /// @param line called on this thread for each
  /// @throws dev.mooring.problem.MooringException when it cannot be read
  public static void follow(Cluster cluster, PodContainer of, int lines, Consumer<String> line)
      throws InterruptedException {
    try {
      cluster.followLog(
          of.namespace(), of.pod(), of.container(), lines, each -> line.accept(shown(each)));
    } catch (MooringException e) {
      throw unstarted(of, e);
    }
  }

  /// The newest lines, oldest first.
  ///
  /// @param line called on this thread for each
  /// @throws dev.mooring.problem.MooringException when they cannot be read
  public static void last(Cluster cluster, PodContainer of, int lines, Consumer<String> line)
      throws InterruptedException {
    try {
      cluster.readLog(
          of.namespace(), of.pod(), of.container(), lines, each -> line.accept(shown(each)));
    } catch (MooringException e) {
      throw unstarted(of, e);
    }
  }

  /// The newest lines of the container's run before this one, such as the one that crashed.
  ///
  /// @param line called on this thread for each
  /// @throws dev.mooring.problem.MooringException when they cannot be read, or there was none
  public static void previous(Cluster cluster, PodContainer of, int lines, Consumer<String> line)
      throws InterruptedException {
    try {
      cluster.readPreviousLog(
          of.namespace(), of.pod(), of.container(), lines, each -> line.accept(shown(each)));
    } catch (MooringException e) {
      if (e.problem().code() == Code.INVALID_OBJECT) {
        throw new Problem(
                Code.NOT_FOUND,
                Messages.of("no-previous-log", of.container(), of.pod()),
                Messages.of("it-has-not-restarted"),
                new Remedy.Advice(Messages.of("look-at-the-log-of-now")),
                e.problem().detail())
            .raise(e);
      }
      throw e;
    }
  }

  /// The server calls the question invalid while the container waits to start.
  private static MooringException unstarted(PodContainer of, MooringException failure) {
    String detail = failure.problem().detail();
    return failure.problem().code() == Code.INVALID_OBJECT
        ? new Problem(
                Code.NOT_READY,
                Messages.of("there-is-no-log-yet", of.container(), of.pod()),
                detail.substring(detail.indexOf(": ") + 1).strip(),
                new Remedy.Advice(Messages.of("wait-or-see-why-it-does-not-start")))
            .raise(failure)
        : failure;
  }

  private static String shown(String line) {
    String plain = line.indexOf('\u001b') < 0 ? line : ESCAPES.matcher(line).replaceAll("");
    plain =
        Stream.of(plain.split("\t", -1)).map(Printable::marked).collect(Collectors.joining("\t"));
    return Printable.cut(plain, LONGEST);
  }
}
