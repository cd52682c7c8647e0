package dev.mooring.forward;

import org.jspecify.annotations.Nullable;

/// A forward as the user asks for it.
///
/// @param name how the user calls it; unique in the list of a context: "api"
/// @param group those that are started and stopped together; empty for none
/// @param requests whether HTTP requests through it are noted (see [Forwards#requests])
/// @param spare whether a stream is opened ahead of the next connection; for targets that mind no
/// connection without a word
/// @param as whose workload identity its connections show to the target's sidecar, by mutual TLS;
/// null for plain connections into the pod
public record ForwardSpec(
    String name,
    String group,
    Target target,
    Local local,
    PodSelection pick,
    boolean requests,
    boolean spare,
    @Nullable AccountName as) {

  /// A forward in no group, on 127.0.0.1 and ::1.
  ///
  /// @param localPort 0 for any free one
  public static ForwardSpec of(String name, Target target, int localPort) {
    return new ForwardSpec(
        name, "", target, Local.port(localPort), PodSelection.STICKY, false, false, null);
  }

  public ForwardSpec withName(String next) {
    return new ForwardSpec(next, group, target, local, pick, requests, spare, as);
  }

  public ForwardSpec withGroup(String next) {
    return new ForwardSpec(name, next, target, local, pick, requests, spare, as);
  }

  public ForwardSpec withTarget(Target next) {
    return new ForwardSpec(name, group, next, local, pick, requests, spare, as);
  }

  public ForwardSpec withLocal(Local next) {
    return new ForwardSpec(name, group, target, next, pick, requests, spare, as);
  }

  public ForwardSpec withPick(PodSelection next) {
    return new ForwardSpec(name, group, target, local, next, requests, spare, as);
  }

  public ForwardSpec withRequests(boolean next) {
    return new ForwardSpec(name, group, target, local, pick, next, spare, as);
  }

  public ForwardSpec withSpare(boolean next) {
    return new ForwardSpec(name, group, target, local, pick, requests, next, as);
  }

  public ForwardSpec withAs(@Nullable AccountName next) {
    return new ForwardSpec(name, group, target, local, pick, requests, spare, next);
  }

  /// What a browser opens to get there: "http://localhost:8080". Where Mooring or, by its port, the
  /// target itself speaks TLS, it begins with https.
  ///
  /// @param localPort where it listens
  public String url(int localPort) {
    boolean through = as == null && target.port().matches("443|8443|6443|9443|https.*");
    boolean secure = local.tls() || through;
    return (secure ? "https" : "http") + "://" + local.host() + ":" + localPort;
  }
}
