"""A request as a browser makes it: browser.py WHICH URL AUTHORITY.

curl_cffi sends that browser's ClientHello, and honours SSLKEYLOGFILE.
"""

import sys
from io import BytesIO

from curl_cffi import Curl, CurlOpt

curl, body = Curl(), BytesIO()
curl.setopt(CurlOpt.URL, sys.argv[2].encode())
curl.setopt(CurlOpt.CAINFO, sys.argv[3].encode())
curl.setopt(CurlOpt.WRITEDATA, body)
curl.impersonate(sys.argv[1])
curl.perform()
print(len(body.getvalue()))
