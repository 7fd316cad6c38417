"""Checks pairs in Spark: JSON lines or Parquet in, Parquet out.

    pip install 'truecopy[spark]'
    spark-submit --master 'local[2]' examples/python/spark_check.py examples/python/pairs.jsonl checked

docs/spark.md says how to run it on a cluster.
"""

import argparse
import time

from pyspark.sql import SparkSession
from truecopy import spark as truecopy_spark


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("pairs", help="columns id, original, rewrite; a folder or file of Parquet, or of JSON lines")
    arguments.add_argument("checked", help="the folder for a row per pair; one that is there is written anew")
    arguments.add_argument("--partitions", type=int, help="how many tasks there are; by default as many as Spark makes of the input")
    arguments.add_argument("--min-severity", choices=["neutral", "minor", "major", "critical"])
    given = arguments.parse_args()

    session = SparkSession.builder.appName("truecopy").getOrCreate()
    is_json = given.pairs.endswith((".jsonl", ".json", ".ndjson", ".gz"))
    pairs = session.read.json(given.pairs) if is_json else session.read.parquet(given.pairs)
    if given.partitions:
        pairs = pairs.repartition(given.partitions)

    began = time.monotonic()
    truecopy_spark.check(pairs, min_severity=given.min_severity).write.mode("overwrite").parquet(given.checked)
    took = time.monotonic() - began

    checked = session.read.parquet(given.checked)
    checked.groupBy("verdict").count().orderBy("verdict").show()
    truecopy_spark.findings(checked).groupBy("severity").count().orderBy("severity").show()
    print(f"{checked.count()} pairs in {took:.1f} s, {checked.where('error is not null').count()} not checked")
    session.stop()


if __name__ == "__main__":
    main()
