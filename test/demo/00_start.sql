\echo
\echo 'dxindex is installed: versions of the script, the library and the byte formats'
SELECT dx.version();
