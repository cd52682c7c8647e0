/// What images are, where they live, and what can be done with a registry. Inner rooms do it; each
/// uses only those before it: http, distribution, archive, transfer, backup, browse, client,
/// remote.
@NullMarked
package dev.mooring.registry;

import org.jspecify.annotations.NullMarked;
