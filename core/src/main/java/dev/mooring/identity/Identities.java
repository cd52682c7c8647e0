package dev.mooring.identity;

/// Workload certificates for a person's own ServiceAccount, renewed at half their life.
public interface Identities extends AutoCloseable {

  /// The present certificate, fetched or renewed when needed.
  ///
  /// @throws dev.mooring.problem.MooringException when the token right is missing, istiod cannot be
  /// reached, or it refuses
  Identity get(ServiceAccount account) throws InterruptedException;

  /// A certificate that is not the given one: fetched now where that is still the present one. For
  /// those who met a peer that the certificate or its roots do not fit any more.
  ///
  /// @throws dev.mooring.problem.MooringException as [#get]
  Identity renew(ServiceAccount account, Identity stale) throws InterruptedException;

  @Override
  void close();
}
