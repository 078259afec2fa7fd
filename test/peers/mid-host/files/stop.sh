#! /bin/sh
bin/mid.sh stop
