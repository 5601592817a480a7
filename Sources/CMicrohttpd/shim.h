#include <microhttpd.h>

// Swift calls no function with "..." in its signature.
static inline int weir_socket_of_connection(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return info ? info->connect_fd : -1;
}
