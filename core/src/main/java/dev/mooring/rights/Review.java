package dev.mooring.rights;

import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.ServerVersion;
import dev.mooring.job.Concurrently;
import dev.mooring.problem.MooringException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the API server what this user can do (SelfSubjectAccessReview), a few questions at a time.
///
/// A server that does not answer says nothing about rights: the report then blocks nothing, and the
/// job itself meets the server's silence.
public final class Review {
  private static final Logger LOG = LoggerFactory.getLogger(Review.class);

  private Review() {}

  /// What of one job's rights is there. Blocks until the API server has answered, or has not within
  /// its limit.
  public static Report of(Cluster cluster, Needs needs) throws InterruptedException {
    return of(cluster, List.of(needs)).getFirst();
  }

  /// The same for several jobs, asking each question once.
  ///
  /// @return a report for each, in their order
  public static List<Report> of(Cluster cluster, List<Needs> jobs) throws InterruptedException {
    Set<AccessRequest> questions = new LinkedHashSet<>();
    jobs.forEach(job -> job.rights().forEach(right -> questions.add(right.request())));
    Map<AccessRequest, Boolean> answers;
    try {
      answers = ask(cluster, List.copyOf(questions));
      return reports(cluster, jobs, answers);
    } catch (MooringException e) {
      LOG.info("The API server did not answer about rights", e);
      return jobs.stream().map(job -> new Report(job, List.of(), List.of(), false)).toList();
    }
  }

  private static Map<AccessRequest, Boolean> ask(Cluster cluster, List<AccessRequest> questions)
      throws InterruptedException {
    List<Callable<Boolean>> calls = new ArrayList<>();
    questions.forEach(each -> calls.add(() -> cluster.allowed(each)));
    List<Boolean> said = Concurrently.all(calls);
    Map<AccessRequest, Boolean> answers = new LinkedHashMap<>();
    for (int i = 0; i < questions.size(); i++) {
      answers.put(questions.get(i), said.get(i));
    }
    return answers;
  }

  private static List<Report> reports(
      Cluster cluster, List<Needs> jobs, Map<AccessRequest, Boolean> answers)
      throws InterruptedException {
    ServerVersion version = null;
    List<Report> reports = new ArrayList<>();
    for (Needs job : jobs) {
      List<AccessRequest> missing = new ArrayList<>();
      List<AccessRequest> wanted = new ArrayList<>();
      for (Right right : job.rights()) {
        if (Boolean.TRUE.equals(answers.get(right.request()))) {
          continue;
        }
        if (right.sinceMinor() > 0 && version == null) {
          version = cluster.version();
        }
        boolean needed = version == null || right.neededBy(version);
        (needed ? missing : wanted).add(right.request());
      }
      reports.add(new Report(job, List.copyOf(missing), List.copyOf(wanted), true));
    }
    return List.copyOf(reports);
  }
}
