package dev.mooring.desktop.pod;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A pod's name, in the parts that its owner made it of.
///
/// @param workload "hello"; all of it for a pod that nothing made
/// @param hash of the template of a Deployment's pod: "58976c8d9f"; empty for others
/// @param suffix that tells pods apart: "wv49n" or "0"; empty where there is none
public record PodName(String workload, String hash, String suffix) {
  /// What Kubernetes makes hashes and suffixes of.
  private static final String LETTERS = "[bcdfghjklmnpqrstvwxz2456789]";

  private static final Pattern REPLICA =
      Pattern.compile("(.+)-(%s{6,10})-(%s{5})".formatted(LETTERS, LETTERS));
  private static final Pattern NUMBERED =
      Pattern.compile("(.+)-(%s{5}|[0-9]{1,6})".formatted(LETTERS));

  public static PodName parse(String pod) {
    Matcher replica = REPLICA.matcher(pod);
    if (replica.matches()) {
      return new PodName(replica.group(1), replica.group(2), replica.group(3));
    }
    Matcher numbered = NUMBERED.matcher(pod);
    return numbered.matches()
        ? new PodName(numbered.group(1), "", numbered.group(2))
        : new PodName(pod, "", "");
  }

  /// Whether a workload of that name may have made the pod.
  public static boolean isOf(String pod, String workload) {
    return pod.equals(workload)
        || parse(pod).workload().equals(workload)
        || (pod.startsWith(workload + "-") && parse(pod).suffix().isEmpty());
  }

  /// The name with the middle of its hash left out: "hello-58...9f-wv49n".
  public String words() {
    if (suffix.isEmpty()) {
      return workload;
    }
    String middle =
        hash.isEmpty()
            ? ""
            : "-" + hash.substring(0, 2) + "..." + hash.substring(hash.length() - 2);
    return workload + middle + "-" + suffix;
  }
}
